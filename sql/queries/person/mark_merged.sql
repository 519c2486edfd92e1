-- Marks people as merged where a live link says so, and as not merged where none does.
--   $1  person_ids  uuid[]
UPDATE person AS p
SET merged = NOT p.merged
WHERE p.person_id = ANY ($1::uuid[])
  AND p.merged <> EXISTS (SELECT FROM person_link AS l WHERE l.person_id = p.person_id AND l.closed_at IS NULL)
