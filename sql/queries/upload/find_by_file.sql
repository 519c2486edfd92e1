-- The live upload of a file by the acting organisation.
--   $1  sha256  bytea
SELECT upload_id FROM upload
WHERE organisation_id = acting_organisation() AND sha256 = $1::bytea AND undone_at IS NULL
