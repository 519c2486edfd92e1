-- Makes a reference the active one.
--   $1  reference_id  uuid
--   $2  source        text     the name of the file, without its folder
--   $3  sha256        bytea    of the file
--   $4  record_count  integer
INSERT INTO reference_extract (reference_id, source, sha256, record_count, loaded_by)
VALUES ($1::uuid, $2::text, $3::bytea, $4::integer, acting_account())
