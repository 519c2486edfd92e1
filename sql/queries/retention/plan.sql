-- Takes down what the policy would remove now.
--   $1  run_id         uuid
--   $2  policy_sha256  bytea
--   $3  planned_at     timestamptz
--   $4  counts         jsonb
INSERT INTO retention_run (run_id, policy_sha256, planned_at, planned_by, counts)
VALUES ($1::uuid, $2::bytea, $3::timestamptz, acting_account(), $4::jsonb)
