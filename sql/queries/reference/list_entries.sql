-- What some patients of a reference lead to: the number, whether a practice is known, and who holds the number now.
--   $1  reference_id  uuid
--   $2  record_ids    text[]
SELECT p.record_id, p.nhs_number, p.practice_code <> '' AS has_practice, i.person_id AS holder
FROM reference_patient AS p
LEFT JOIN identifier AS i ON i.scheme = 'nhs_number' AND i.value = p.nhs_number AND i.closed_at IS NULL
WHERE p.reference_id = $1::uuid AND p.record_id = ANY ($2::text[])
ORDER BY p.record_id
