-- The numbers of patients whom workers certainly are, and whether somebody holds them.
--   $1  record_ids  text[]
SELECT record_id, nhs_number, is_held FROM traced_patients($1::text[])
