-- Gives back a job that its worker cannot finish before it stops. The attempt does not count.
--   $1  job_id   uuid
--   $2  attempt  integer
UPDATE job
SET state = 'queued', run_at = clock_timestamp(), maximum_attempts = maximum_attempts + 1, leased_until = NULL,
    leased_by = NULL
WHERE job_id = $1::uuid AND attempt = $2::integer AND state = 'running'
RETURNING job_id
