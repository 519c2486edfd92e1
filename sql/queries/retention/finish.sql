-- Takes down that a plan was carried out.
--   $1  run_id   uuid
--   $2  done_at  timestamptz
UPDATE retention_run SET done_at = $2::timestamptz, done_by = acting_account() WHERE run_id = $1::uuid
