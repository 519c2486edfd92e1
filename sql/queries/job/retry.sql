-- Queues a dead job again, with as many further attempts; no row where it is not dead.
--   $1  job_id    uuid
--   $2  attempts  integer
UPDATE job
SET state = 'queued', run_at = clock_timestamp(), maximum_attempts = attempt + $2::integer, error_code = NULL,
    finished_at = NULL
WHERE job_id = $1::uuid AND state = 'dead'
RETURNING job_id
