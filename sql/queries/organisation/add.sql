-- Adds an organisation; no row where its ODS code is already known.
--   $1  organisation_id  uuid
--   $2  ods_code         text
--   $3  name             text
--   $4  kinds            text[]
--   $5  setting          text     or NULL
--   $6  area             text     or NULL
--   $7  is_placeholder   boolean
INSERT INTO organisation (organisation_id, ods_code, name, kinds, setting, area, is_placeholder)
VALUES ($1::uuid, $2::text, $3::text, $4::text[], $5::text, $6::text, $7::boolean)
ON CONFLICT ON CONSTRAINT ods_code_is_unique DO NOTHING
RETURNING organisation_id
