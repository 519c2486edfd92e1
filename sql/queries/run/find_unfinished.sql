-- The run that is under way, or whose process died: no row or one row.
SELECT run_id, reference_id, model, attempt, leased_until > clock_timestamp() AS is_leased
FROM reconcile_run WHERE finished_at IS NULL AND abandoned_at IS NULL AND undone_at IS NULL
