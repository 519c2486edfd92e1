-- Marks a run as taken back.
--   $1  run_id  uuid
UPDATE reconcile_run SET undone_at = clock_timestamp(), undone_by = acting_account() WHERE run_id = $1::uuid
