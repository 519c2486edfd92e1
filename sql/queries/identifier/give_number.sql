-- Gives a person an NHS number.
--   $1  person_id  uuid
--   $2  value      text
--   $3  change_id  uuid  the change that gives it
INSERT INTO identifier (person_id, scheme, value, opened_by, opening_change_id)
VALUES ($1::uuid, 'nhs_number', $2::text, acting_account(), $3::uuid)
