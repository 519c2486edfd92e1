-- What a run decided, counted by the country of birth as it is known now; without a country where it is not.
--   $1  run_id  uuid
SELECT d.country_of_birth, count(*) AS people, count(*) FILTER (WHERE t.outcome = 'assigned') AS automatic,
       count(*) FILTER (WHERE t.outcome IN ('review', 'conflict')) AS review
FROM trace AS t
JOIN person_current AS d ON d.person_id = t.person_id
WHERE t.run_id = $1::uuid
GROUP BY d.country_of_birth
ORDER BY people DESC, d.country_of_birth
