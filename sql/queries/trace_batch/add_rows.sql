-- Adds the questions of a batch.
--   $1  batch_id  uuid
--   $2  rows      json  array of objects with the names of the columns
INSERT INTO trace_batch_row (person_id, batch_id, reference, version, asked_number)
SELECT r.person_id, $1::uuid, r.reference, r.version, r.asked_number
FROM json_to_recordset($2::json) AS r (person_id uuid, reference text, version integer, asked_number text)
