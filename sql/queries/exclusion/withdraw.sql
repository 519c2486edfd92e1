-- Withdraws a declaration that stands.
--   $1  exclusion_id  uuid
--   $2  reason        text
UPDATE person_exclusion
SET withdrawn_at = clock_timestamp(), withdrawn_by = acting_account(), withdraw_reason = $2::text
WHERE exclusion_id = $1::uuid AND withdrawn_at IS NULL
