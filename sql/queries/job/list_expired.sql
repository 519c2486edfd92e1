-- A page of jobs whose lease has run out, after the last one of the page before.
--   $1  after_lease  timestamptz  NULL for the first page
--   $2  after_id     uuid         NULL for the first page
--   $3  maximum      integer
SELECT job_id, kind, attempt, leased_until
FROM job
WHERE state = 'running' AND leased_until < statement_timestamp()
  AND ($1::timestamptz IS NULL OR (leased_until, job_id) > ($1::timestamptz, $2::uuid))
ORDER BY leased_until, job_id
LIMIT $3::integer
