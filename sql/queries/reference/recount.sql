-- Notes by how many patients a reference has grown or shrunk.
--   $1  reference_id  uuid
--   $2  growth        integer
UPDATE reference_extract SET record_count = record_count + $2::integer WHERE reference_id = $1::uuid
RETURNING record_count
