-- The records of people.
--   $1  person_ids  uuid[]
SELECT to_json(entry)::text AS entry
FROM (
    SELECT p.person_id, p.merged, p.created_at, p.created_by, p.created_for
    FROM person AS p
    WHERE p.person_id = ANY ($1::uuid[])
    ORDER BY p.person_id) AS entry
