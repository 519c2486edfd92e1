-- Closes the live links of these people.
--   $1  person_ids  uuid[]
UPDATE person_link SET closed_at = clock_timestamp() WHERE person_id = ANY ($1::uuid[]) AND closed_at IS NULL
