-- Whether a file of changes was taken into a reference before: one row, or none.
--   $1  reference_id  uuid   the reference that is active
--   $2  sha256        bytea  of the file
SELECT reference_id FROM reference_extract WHERE replaced_in = $1::uuid AND sha256 = $2::bytea
