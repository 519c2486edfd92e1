-- The employers that these people work for, as far as the actor may see it.
--   $1  person_ids  uuid[]
SELECT DISTINCT e.person_id, o.ods_code, o.name
FROM employment AS e
JOIN organisation AS o ON o.organisation_id = e.organisation_id
WHERE e.person_id = ANY ($1::uuid[]) AND e.withdrawn_at IS NULL AND e.ended_on IS NULL
ORDER BY e.person_id, o.name, o.ods_code
