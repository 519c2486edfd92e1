-- Asks for a job, or finds the live one that has its key.
--   $1  kind              text
--   $2  payload           json
--   $3  unique_key        text              NULL where any number may wait
--   $4  delay_seconds     double precision
--   $5  maximum_attempts  integer
SELECT job_id, is_new
FROM enqueue_job($1::text, $2::jsonb, $3::text, $4::double precision, $5::integer)
