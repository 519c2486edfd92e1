-- Stores the packed records of patients of a reference.
--   $1  reference_id   uuid
--   $2  match_version  integer  of the normaliser that packed them
--   $3  record_ids     text[]
--   $4  match_records  bytea[]
UPDATE reference_patient AS p SET match_version = $2::integer, match_record = packed.match_record
FROM unnest($3::text[], $4::bytea[]) AS packed (record_id, match_record)
WHERE p.reference_id = $1::uuid AND p.record_id = packed.record_id
  AND p.match_version IS DISTINCT FROM $2::integer
