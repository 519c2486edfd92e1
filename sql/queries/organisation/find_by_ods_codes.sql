-- The organisations with these codes, those that are known.
--   $1  ods_codes  text[]
SELECT organisation_id, ods_code, name, kinds, setting, area, is_placeholder
FROM organisation WHERE ods_code = ANY ($1::text[])
