-- A run by its id, locked until the transaction ends.
--   $1  run_id  uuid
SELECT run_id, undone_at IS NOT NULL AS is_undone FROM reconcile_run WHERE run_id = $1::uuid FOR UPDATE
