-- Claims jobs that are due: the longest waiting first, those that another worker is just claiming left out.
--   $1  kinds          text[]            that this worker can do
--   $2  maximum        integer
--   $3  worker         text
--   $4  lease_seconds  double precision
--   $5  at_random      boolean           in any order: one that cannot be claimed must not stand before all others
WITH due AS (
    SELECT j.job_id
    FROM job AS j
    WHERE j.state = 'queued' AND j.run_at <= statement_timestamp() AND j.kind = ANY ($1::text[])
    ORDER BY CASE WHEN $5::boolean THEN random() ELSE 0 END, j.run_at, j.job_id
    LIMIT $2::integer
    FOR UPDATE SKIP LOCKED
)
UPDATE job AS j
SET state = 'running', attempt = j.attempt + 1, leased_by = $3::text, started_at = clock_timestamp(),
    leased_until = clock_timestamp() + make_interval(secs => $4::double precision)
FROM due
WHERE j.job_id = due.job_id
RETURNING j.job_id, j.kind, j.payload::text AS payload, j.attempt, j.maximum_attempts, j.traceparent
