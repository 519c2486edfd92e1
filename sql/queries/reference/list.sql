-- Every reference that was loaded, the latest first.
SELECT reference_id, source, sha256, record_count, loaded_at, retired_at, replaced_in
FROM reference_extract ORDER BY loaded_at DESC, reference_id
