-- Staged rows whose number another patient of the reference has who stands in no staged row, the first hundred.
--   $1  reference_id  uuid
SELECT s.row_number, s.line
FROM reference_staging AS s
JOIN reference_patient AS p ON p.reference_id = $1::uuid AND p.nhs_number = s.nhs_number AND p.record_id <> s.record_id
WHERE NOT EXISTS (SELECT FROM reference_staging AS other WHERE other.record_id = p.record_id)
ORDER BY s.row_number LIMIT 100
