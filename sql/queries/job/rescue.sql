-- Takes a job from a worker that was silent for longer than its lease: it waits for its next attempt, or is dead after
-- the last. No row where the worker holds the job's lock, and so is alive after all.
--   $1  job_id         uuid
--   $2  attempt        integer
--   $3  delay_seconds  double precision
WITH silent AS (
    SELECT job_id FROM job
    WHERE job_id = $1::uuid AND attempt = $2::integer AND state = 'running' AND leased_until < clock_timestamp()
    FOR UPDATE SKIP LOCKED
)
UPDATE job AS j
SET state = CASE WHEN j.attempt >= j.maximum_attempts THEN 'dead' ELSE 'queued' END,
    finished_at = CASE WHEN j.attempt >= j.maximum_attempts THEN clock_timestamp() END,
    run_at = clock_timestamp() + make_interval(secs => $3::double precision),
    error_code = 'lease_ran_out', leased_until = NULL, leased_by = NULL
FROM silent
WHERE j.job_id = silent.job_id
RETURNING j.state
