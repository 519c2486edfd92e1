-- Renews leases, and answers those that still hold. A job whose effect is just being written is locked by its own
-- worker: its lease holds, and nobody rescues it meanwhile.
--   $1  job_ids        uuid[]
--   $2  attempts       integer[]         one for each
--   $3  lease_seconds  double precision
WITH held AS (
    SELECT j.job_id, j.attempt
    FROM unnest($1::uuid[], $2::integer[]) AS asked (job_id, attempt)
    JOIN job AS j ON j.job_id = asked.job_id AND j.attempt = asked.attempt AND j.state = 'running'
), free AS (
    SELECT j.job_id FROM job AS j JOIN held ON held.job_id = j.job_id AND held.attempt = j.attempt
    WHERE j.state = 'running'
    ORDER BY j.job_id
    FOR UPDATE OF j SKIP LOCKED
), renewed AS (
    UPDATE job AS j SET leased_until = clock_timestamp() + make_interval(secs => $3::double precision)
    FROM free WHERE j.job_id = free.job_id
)
SELECT held.job_id FROM held
