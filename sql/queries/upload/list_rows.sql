-- What became of each row of an upload.
--   $1  upload_id  uuid
SELECT row_number, result, person_id, employment_id, problems::text AS problems
FROM upload_row WHERE upload_id = $1::uuid ORDER BY row_number
