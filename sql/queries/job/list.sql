-- Jobs that the actor may see, the newest first.
--   $1  states   text[]   only jobs in one of these
--   $2  kind     text     only jobs of this kind, or NULL for all
--   $3  maximum  integer
SELECT job_id, kind, state, run_at, attempt, maximum_attempts, leased_until, schedule, error_code, created_at,
       started_at, finished_at, payload::text AS payload, result::text AS result
FROM job
WHERE state = ANY ($1::text[]) AND ($2::text IS NULL OR kind = $2::text)
ORDER BY created_at DESC, job_id DESC
LIMIT $3::integer
