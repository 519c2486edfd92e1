-- Enters a migration into the ledger.
--   $1  number  integer
--   $2  name    text  file name without its ending
--   $3  sha256  text  of the file, hexadecimal
INSERT INTO schema_migration (number, name, sha256) VALUES ($1::integer, $2::text, $3::text)
