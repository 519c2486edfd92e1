-- Keeps a run from being taken back until the transaction ends; no row for whoever was shut out.
--
-- Shared, so that a run's transactions go on side by side, and of the key alone, so that its lease is renewed meanwhile.
--   $1  run_id   uuid
--   $2  attempt  integer
SELECT run_id FROM reconcile_run
WHERE run_id = $1::uuid AND attempt = $2::integer
  AND finished_at IS NULL AND abandoned_at IS NULL AND undone_at IS NULL
FOR KEY SHARE
