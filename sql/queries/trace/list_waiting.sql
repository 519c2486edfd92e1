-- Enrolled people without a number who are due to be traced again, or who have waited for long.
--
-- A person is due when the last step since the enrolment has passed and nobody of the group was traced since.
--   $1  steps      integer[]  days after the enrolment
--   $2  period     integer    days: after the last step, each whole number of them is a step too
--   $3  long_wait  integer    days after which somebody has waited for long
WITH waiting AS (
    SELECT w.person_id, w.golden_person_id, w.created_at,
           floor(extract(epoch FROM now() - w.created_at) / 86400)::integer AS age
    FROM enrolled_person AS w
    WHERE w.is_open AND EXISTS (SELECT FROM person_details AS d WHERE d.person_id = w.person_id)
), stepped AS (
    SELECT w.person_id, w.golden_person_id, w.age, w.created_at + make_interval(days => greatest(
        (SELECT max(step) FROM unnest($1::integer[]) AS step WHERE step <= w.age),
        nullif($2::integer * (w.age / $2::integer), 0))) AS step_at
    FROM waiting AS w
), judged AS (
    SELECT s.person_id, s.age, s.step_at,
        s.step_at IS NOT NULL AND NOT EXISTS (
            SELECT FROM waiting AS g
            JOIN trace AS t ON t.person_id = g.person_id
            WHERE g.golden_person_id = s.golden_person_id AND t.traced_at >= s.step_at) AS is_due
    FROM stepped AS s
)
SELECT person_id, is_due, age > $3::integer AS waits_long
FROM judged
WHERE is_due OR age > $3::integer
ORDER BY person_id
