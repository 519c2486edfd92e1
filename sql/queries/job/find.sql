-- A job by its id, as far as the actor may see it.
--   $1  job_id  uuid
SELECT job_id, kind, state, run_at, attempt, maximum_attempts, leased_until, schedule, error_code, created_at,
       started_at, finished_at, payload::text AS payload, result::text AS result
FROM job WHERE job_id = $1::uuid
