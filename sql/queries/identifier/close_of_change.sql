-- Takes back the numbers that a change gave.
--   $1  change_id  uuid
--   $2  reason     text
UPDATE identifier
SET closed_at = clock_timestamp(), closed_by = acting_account(), close_reason = $2::text
WHERE opening_change_id = $1::uuid AND closed_at IS NULL
