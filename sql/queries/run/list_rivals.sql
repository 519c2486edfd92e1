-- Whose open reviews name these patients.
--   $1  record_ids  text[]
SELECT DISTINCT person_id FROM review
WHERE closed_at IS NULL AND kind <> 'duplicate' AND record_id = ANY ($1::text[])
ORDER BY person_id
