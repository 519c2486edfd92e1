-- Gives up a run that nobody can finish as it was begun; what it has done stands.
--   $1  run_id  uuid
UPDATE reconcile_run SET abandoned_at = clock_timestamp() WHERE run_id = $1::uuid
