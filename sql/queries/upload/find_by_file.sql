-- The live upload of a file by the acting organisation, and whether it was written whole.
--   $1  sha256  bytea
SELECT upload_id, finished_at IS NOT NULL AS is_finished FROM upload
WHERE organisation_id = acting_organisation() AND sha256 = $1::bytea AND undone_at IS NULL
