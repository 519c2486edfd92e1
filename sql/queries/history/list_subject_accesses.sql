-- Who took away everything that is kept about people, and why.
--   $1  person_ids  uuid[]
SELECT to_json(entry)::text AS entry
FROM (
    SELECT s.person_id, s.access_id, s.reason, s.made_at, s.made_by, s.made_for
    FROM subject_access AS s
    WHERE s.person_id = ANY ($1::uuid[])
    ORDER BY s.person_id, s.access_id) AS entry
