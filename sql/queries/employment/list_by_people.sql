-- The live employments of these people, as far as the acting organisation may see them.
--   $1  person_ids  uuid[]
SELECT person_id, employment_id, organisation_id, employer_reference
FROM employment WHERE person_id = ANY ($1::uuid[]) AND withdrawn_at IS NULL
ORDER BY person_id, recorded_at, employment_id
