-- What some patients of a reference lead to: the number, whether a practice is known, and who holds the number now.
--   $1  reference_id  uuid
--   $2  record_ids    text[]
SELECT p.record_id, p.nhs_number, p.practice_code <> '' AS has_practice, i.person_id AS holder
FROM reference_patient AS p
-- By number: after a run has given thousands, the planner still takes them for none and would read all for each.
LEFT JOIN LATERAL (
    SELECT held.person_id FROM identifier AS held
    WHERE held.scheme = 'nhs_number' AND held.value = p.nhs_number AND held.closed_at IS NULL
    OFFSET 0) AS i ON true
WHERE p.reference_id = $1::uuid AND p.record_id = ANY ($2::text[])
ORDER BY p.record_id
