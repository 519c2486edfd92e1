-- Asks for the jobs of the schedules that are due, and answers those that were.
--   $1  schedules  json  array of objects with name, kind, period_seconds, offset_seconds, attempts
SELECT s.name, fired.job_id
FROM json_to_recordset($1::json) AS s (
    name text, kind text, period_seconds bigint, offset_seconds bigint, attempts integer)
CROSS JOIN LATERAL fire_schedule(s.name, s.kind, s.period_seconds, s.offset_seconds, s.attempts) AS fired (job_id)
WHERE fired.job_id IS NOT NULL
