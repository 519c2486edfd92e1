-- Makes room for the patients that a file of changes replaces.
--   $1  reference_id  uuid   of the patients that are set aside
--   $2  replaced_in   uuid   the reference that is active
--   $3  source        text   the name of the file, without its folder
--   $4  sha256        bytea  of the file
INSERT INTO reference_extract (reference_id, replaced_in, source, sha256, record_count, loaded_by, retired_at)
SELECT $1::uuid, $2::uuid, $3::text, $4::bytea, count(*), acting_account(), now()
FROM reference_patient AS p JOIN reference_staging AS s ON s.record_id = p.record_id
WHERE p.reference_id = $2::uuid
