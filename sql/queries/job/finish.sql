-- Ends a job as done; no row for who was shut out.
--   $1  job_id   uuid
--   $2  attempt  integer
--   $3  result   json     identifiers and counts
UPDATE job
SET state = 'done', result = $3::jsonb, error_code = NULL, leased_until = NULL, leased_by = NULL,
    finished_at = clock_timestamp()
WHERE job_id = $1::uuid AND attempt = $2::integer AND state = 'running'
RETURNING job_id
