-- Ends a run with what it has done in all its attempts.
--   $1  run_id   uuid
--   $2  attempt  integer
--   $3  scope    text     everybody, changed, or NULL
UPDATE reconcile_run AS r
SET finished_at = clock_timestamp(), scope = $3::text,
    traced = (SELECT count(*) FROM trace AS t WHERE t.run_id = r.run_id),
    numbered = (SELECT count(*) FROM identifier AS i WHERE i.run_id = r.run_id),
    merged = (SELECT count(*) FROM person_merge AS m WHERE m.run_id = r.run_id),
    reviews = (SELECT count(*) FROM review AS v WHERE v.run_id = r.run_id)
WHERE r.run_id = $1::uuid AND r.attempt = $2::integer
  AND r.finished_at IS NULL AND r.abandoned_at IS NULL AND r.undone_at IS NULL
RETURNING r.traced, r.numbered, r.merged, r.reviews
