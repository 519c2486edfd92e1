-- Closes the reviews that a run opened and that nobody has answered.
--   $1  run_id  uuid
UPDATE review SET closed_at = clock_timestamp(), close_reason = 'run undone'
WHERE run_id = $1::uuid AND closed_at IS NULL
