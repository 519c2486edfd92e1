-- A plan, locked against a second carrying out: no row or one row.
--   $1  run_id  uuid
SELECT policy_sha256, planned_at, done_at IS NOT NULL AS is_done
FROM retention_run WHERE run_id = $1::uuid
FOR NO KEY UPDATE
