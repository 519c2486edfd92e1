-- Takes back the numbers that a run gave, as far as they still stand.
--   $1  run_id  uuid
--   $2  reason  text
UPDATE identifier
SET closed_at = clock_timestamp(), closed_by = acting_account(), close_reason = $2::text
WHERE run_id = $1::uuid AND closed_at IS NULL
