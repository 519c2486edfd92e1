-- Renews the lease of a run; no row for whoever was shut out.
--   $1  run_id         uuid
--   $2  attempt        integer
--   $3  lease_seconds  double precision
UPDATE reconcile_run
SET leased_until = clock_timestamp() + make_interval(secs => $3::double precision)
WHERE run_id = $1::uuid AND attempt = $2::integer
  AND finished_at IS NULL AND abandoned_at IS NULL AND undone_at IS NULL
RETURNING run_id
