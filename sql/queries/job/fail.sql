-- Ends an attempt that failed: the job waits for the next, or is dead after the last; no row for who was shut out.
--   $1  job_id         uuid
--   $2  attempt        integer
--   $3  error_code     text
--   $4  delay_seconds  double precision
--   $5  is_final       boolean           no further attempt can succeed
UPDATE job
SET state = CASE WHEN $5::boolean OR attempt >= maximum_attempts THEN 'dead' ELSE 'queued' END,
    finished_at = CASE WHEN $5::boolean OR attempt >= maximum_attempts THEN clock_timestamp() END,
    run_at = clock_timestamp() + make_interval(secs => $4::double precision),
    error_code = $3::text, leased_until = NULL, leased_by = NULL
WHERE job_id = $1::uuid AND attempt = $2::integer AND state = 'running'
RETURNING state
