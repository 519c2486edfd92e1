-- Enrolled people without a number who are due to be traced again, or who have waited for long.
--
-- A person is due when the last step since the enrolment has passed and nobody of the group was traced since.
--   $1  steps      integer[]  days after the enrolment
--   $2  period     integer    days: after the last step, each whole number of them is a step too
--   $3  long_wait  integer    days after which somebody has waited for long
WITH grouped AS (
    SELECT p.person_id, p.created_at, coalesce(l.golden_person_id, p.person_id) AS golden_person_id
    FROM person AS p
    LEFT JOIN person_link AS l ON l.person_id = p.person_id AND l.closed_at IS NULL
    WHERE EXISTS (SELECT FROM person_details AS d WHERE d.person_id = p.person_id)
), enrolled AS (
    SELECT g.golden_person_id
    FROM grouped AS g
    LEFT JOIN employment AS e ON e.person_id = g.person_id
    GROUP BY g.golden_person_id
    HAVING count(e.employment_id) = 0 OR count(e.employment_id) FILTER (WHERE e.withdrawn_at IS NULL) > 0
), numbered AS (
    SELECT DISTINCT g.golden_person_id
    FROM identifier AS i
    JOIN grouped AS g ON g.person_id = i.person_id
    WHERE i.scheme = 'nhs_number' AND i.closed_at IS NULL
), waiting AS (
    SELECT g.person_id, g.golden_person_id, g.created_at,
           floor(extract(epoch FROM now() - g.created_at) / 86400)::integer AS age
    FROM grouped AS g
    JOIN enrolled AS e ON e.golden_person_id = g.golden_person_id
    WHERE NOT EXISTS (SELECT FROM numbered AS n WHERE n.golden_person_id = g.golden_person_id)
), stepped AS (
    SELECT w.person_id, w.golden_person_id, w.age, w.created_at + make_interval(days => greatest(
        (SELECT max(step) FROM unnest($1::integer[]) AS step WHERE step <= w.age),
        nullif($2::integer * (w.age / $2::integer), 0))) AS step_at
    FROM waiting AS w
), judged AS (
    SELECT s.person_id, s.age, s.step_at,
        s.step_at IS NOT NULL AND NOT EXISTS (
            SELECT FROM grouped AS g
            JOIN trace AS t ON t.person_id = g.person_id
            WHERE g.golden_person_id = s.golden_person_id AND t.traced_at >= s.step_at) AS is_due
    FROM stepped AS s
)
SELECT person_id, is_due, age > $3::integer AS waits_long
FROM judged
WHERE is_due OR age > $3::integer
ORDER BY person_id
