-- The employers' references of everybody whose number is in a reference, with the record and the evidence for it.
--   $1  reference_id  uuid
WITH grouped AS (
    SELECT p.person_id, coalesce(l.golden_person_id, p.person_id) AS golden_person_id
    FROM person AS p
    LEFT JOIN person_link AS l ON l.person_id = p.person_id AND l.closed_at IS NULL
), found AS (
    SELECT g.golden_person_id, p.record_id
    FROM identifier AS i
    JOIN reference_patient AS p ON p.reference_id = $1::uuid AND p.nhs_number = i.value
    JOIN grouped AS g ON g.person_id = i.person_id
    WHERE i.scheme = 'nhs_number' AND i.closed_at IS NULL
), scored AS (
    SELECT g.golden_person_id, t.record_id, max(t.score) AS score
    FROM trace AS t
    JOIN grouped AS g ON g.person_id = t.person_id
    WHERE t.outcome = 'assigned'
    GROUP BY g.golden_person_id, t.record_id
)
SELECT e.employer_reference, f.record_id, coalesce(s.score, 0) AS score
FROM found AS f
JOIN grouped AS member ON member.golden_person_id = f.golden_person_id
JOIN employment AS e ON e.person_id = member.person_id AND e.withdrawn_at IS NULL
LEFT JOIN scored AS s ON s.golden_person_id = f.golden_person_id AND s.record_id = f.record_id
WHERE e.employer_reference IS NOT NULL
