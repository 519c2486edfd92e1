-- Notes that everybody has the keys of a version.
--   $1  version  integer
UPDATE matching_keys SET version = $1::integer
