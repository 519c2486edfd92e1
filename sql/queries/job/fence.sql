-- Whether a worker still holds a job, which is then locked until the transaction ends: no row for who was shut out.
--   $1  job_id   uuid
--   $2  attempt  integer
SELECT job_id FROM job WHERE job_id = $1::uuid AND attempt = $2::integer AND state = 'running' FOR UPDATE
