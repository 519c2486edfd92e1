-- The numbers that are declared not to be somebody's, for everybody who is one human with that person.
SELECT member AS person_id, e.nhs_number
FROM person_exclusion AS e
CROSS JOIN LATERAL person_group(e.person_id) AS member
WHERE e.nhs_number IS NOT NULL AND e.withdrawn_at IS NULL
ORDER BY member, e.nhs_number
