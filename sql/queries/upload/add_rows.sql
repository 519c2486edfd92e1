-- Adds what became of each row of an upload.
--   $1  rows  json  array of objects with the names of the columns
INSERT INTO upload_row (upload_id, row_number, result, person_id, employment_id, problems)
SELECT r.upload_id, r.row_number, r.result, r.person_id, r.employment_id, r.problems
FROM json_to_recordset($1::json) AS r (
    upload_id uuid, row_number integer, result text, person_id uuid, employment_id uuid, problems jsonb)
