-- How many employers' references lead to somebody whose number is in a reference: one that a run gave, or any other.
--   $1  reference_id  uuid
--   $2  run_id        uuid
--   $3  is_of_run     boolean
WITH grouped AS (
    SELECT p.person_id, coalesce(l.golden_person_id, p.person_id) AS golden_person_id
    FROM person AS p
    LEFT JOIN person_link AS l ON l.person_id = p.person_id AND l.closed_at IS NULL
), found AS (
    SELECT g.golden_person_id
    FROM identifier AS i
    JOIN grouped AS g ON g.person_id = i.person_id
    -- By number: there are more patients than people.
    CROSS JOIN LATERAL (
        SELECT FROM reference_patient AS p
        WHERE p.reference_id = $1::uuid AND p.nhs_number = i.value OFFSET 0) AS known
    WHERE i.scheme = 'nhs_number' AND i.closed_at IS NULL
      AND (i.run_id IS NOT DISTINCT FROM $2::uuid) = $3::boolean
)
SELECT count(*) AS found
FROM found AS f
JOIN grouped AS member ON member.golden_person_id = f.golden_person_id
JOIN employment AS e ON e.person_id = member.person_id AND e.withdrawn_at IS NULL
WHERE e.employer_reference IS NOT NULL
