-- The employers' references of everybody whose number is in a reference, with the record and the evidence for it.
--   $1  reference_id  uuid
SELECT e.employer_reference, p.record_id, coalesce((
    SELECT max(t.score)
    FROM person_group(i.person_id) AS traced
    JOIN trace AS t ON t.person_id = traced AND t.record_id = p.record_id AND t.outcome = 'assigned'), 0) AS score
FROM identifier AS i
JOIN reference_patient AS p ON p.reference_id = $1::uuid AND p.nhs_number = i.value
CROSS JOIN LATERAL person_group(i.person_id) AS member
JOIN employment AS e ON e.person_id = member AND e.withdrawn_at IS NULL
WHERE i.scheme = 'nhs_number' AND i.closed_at IS NULL AND e.employer_reference IS NOT NULL
