-- The live NHS numbers of these people.
--   $1  person_ids  uuid[]
SELECT DISTINCT value
FROM identifier
WHERE person_id = ANY ($1::uuid[]) AND scheme = 'nhs_number' AND closed_at IS NULL
ORDER BY value
