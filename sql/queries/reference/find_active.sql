-- The reference that traces read now; no row where none was loaded.
SELECT reference_id, source, sha256, record_count, loaded_at, retired_at, replaced_in FROM reference_extract WHERE retired_at IS NULL
