-- Takes over a run whose process died: its attempt is raised, so that the process cannot go on if it still lives.
--   $1  run_id         uuid
--   $2  lease_seconds  double precision
UPDATE reconcile_run
SET attempt = attempt + 1, leased_until = clock_timestamp() + make_interval(secs => $2::double precision)
WHERE run_id = $1::uuid
RETURNING attempt
