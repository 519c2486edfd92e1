-- Deletes jobs that were done long ago, those of schedules sooner; dead ones stay until somebody has looked.
--   $1  kept_seconds           double precision
--   $2  scheduled_kept_seconds double precision
--   $3  maximum                integer           rows at once
DELETE FROM job
WHERE job_id IN (
    SELECT job_id FROM job
    WHERE state = 'done' AND finished_at < clock_timestamp() - make_interval(
        secs => CASE WHEN schedule IS NULL THEN $1::double precision ELSE $2::double precision END)
    LIMIT $3::integer
    FOR UPDATE SKIP LOCKED)
