-- The registration cases of people.
--   $1  person_ids  uuid[]
SELECT to_json(entry)::text AS entry
FROM (
    SELECT c.person_id, c.case_id, c.organisation_id, c.opened_at
    FROM registration_case AS c
    WHERE c.person_id = ANY ($1::uuid[])
    ORDER BY c.person_id) AS entry
