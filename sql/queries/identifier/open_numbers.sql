-- Gives people the NHS numbers that a run found; no row for a number that another live person holds.
--   $1  person_ids  uuid[]
--   $2  numbers     text[]  one for each
--   $3  run_id      uuid  or NULL
INSERT INTO identifier (person_id, scheme, value, opened_by, run_id)
SELECT person_id, 'nhs_number', number, acting_account(), $3::uuid
FROM unnest($1::uuid[], $2::text[]) AS found (person_id, number)
ON CONFLICT (value) WHERE scheme = 'nhs_number' AND closed_at IS NULL DO NOTHING
RETURNING value
