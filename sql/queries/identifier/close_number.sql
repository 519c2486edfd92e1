-- Takes an NHS number from whoever holds it: no row or one row, the holder.
--   $1  value      text
--   $2  reason     text
--   $3  change_id  uuid  the change that takes it
UPDATE identifier
SET closed_at = clock_timestamp(), closed_by = acting_account(), close_reason = $2::text,
    closing_change_id = $3::uuid
WHERE scheme = 'nhs_number' AND value = $1::text AND closed_at IS NULL
RETURNING person_id
