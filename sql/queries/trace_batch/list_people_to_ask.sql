-- People whom a batch asks about, with the newest version of their details and the number that is held.
--
-- Those without a number who are enrolled, or those who hold one. People of a batch that has not been answered are left
-- out for a week.
--   $1  scope  text  waiting or held
WITH grouped AS (
    SELECT p.person_id, coalesce(l.golden_person_id, p.person_id) AS golden_person_id
    FROM person AS p
    LEFT JOIN person_link AS l ON l.person_id = p.person_id AND l.closed_at IS NULL
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
)
SELECT g.person_id, d.version, held.value AS held_number, d.claimed_nhs_number
FROM grouped AS g
JOIN enrolled AS e ON e.golden_person_id = g.golden_person_id
JOIN person_current AS d ON d.person_id = g.person_id
LEFT JOIN numbered AS n ON n.golden_person_id = g.golden_person_id
LEFT JOIN identifier AS held ON held.person_id = g.person_id AND held.scheme = 'nhs_number' AND held.closed_at IS NULL
WHERE CASE $1::text WHEN 'waiting' THEN n.golden_person_id IS NULL ELSE held.value IS NOT NULL END
  AND NOT EXISTS (
      SELECT FROM trace_batch_row AS asked
      JOIN trace_batch AS b ON b.batch_id = asked.batch_id
      WHERE asked.person_id = g.person_id AND asked.answered_at IS NULL AND b.created_at > now() - interval '7 days')
ORDER BY g.person_id
