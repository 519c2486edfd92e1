-- Reconciliation runs, the latest first.
--   $1  only_run   uuid     one run, or NULL for all
--   $2  after_run  uuid     only what was begun before this one, or NULL for the beginning
--   $3  maximum    integer  the most rows
SELECT r.run_id, r.reference_id, r.model, r.started_at, r.finished_at, r.abandoned_at, r.undone_at, r.attempt,
       r.traced, r.numbered, r.merged, r.reviews
FROM reconcile_run AS r
WHERE ($1::uuid IS NULL OR r.run_id = $1::uuid)
  AND ($2::uuid IS NULL OR (r.started_at, r.run_id) < (
      SELECT last.started_at, last.run_id FROM reconcile_run AS last WHERE last.run_id = $2::uuid))
ORDER BY r.started_at DESC, r.run_id DESC
LIMIT $3::integer
