-- Makes a known organisation what a newer description says; a placeholder becomes a full organisation.
--   $1  ods_code  text
--   $2  name      text
--   $3  kinds     text[]  added to those it has
--   $4  setting   text    or NULL to keep it
--   $5  area      text    or NULL to keep it
UPDATE organisation
SET name = $2::text,
    kinds = ARRAY(SELECT DISTINCT kind FROM unnest(kinds || $3::text[]) AS kind ORDER BY kind),
    setting = coalesce($4::text, setting),
    area = coalesce($5::text, area),
    is_placeholder = false
WHERE ods_code = $1::text
