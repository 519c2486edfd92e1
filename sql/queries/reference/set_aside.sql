-- Takes the patients that the staged rows replace or remove out of a reference; answers how many.
--   $1  reference_id  uuid  the reference that is active
--   $2  reference_id  uuid  of the patients that are set aside
UPDATE reference_patient AS p SET reference_id = $2::uuid
FROM reference_staging AS s WHERE p.reference_id = $1::uuid AND p.record_id = s.record_id
RETURNING s.removed
