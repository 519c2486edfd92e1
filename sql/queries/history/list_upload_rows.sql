-- The rows of files that people were enrolled by.
--   $1  person_ids  uuid[]
SELECT to_json(entry)::text AS entry
FROM (
    SELECT u.upload_id, u.row_number, u.result, u.person_id, u.employment_id, u.problems, f.created_at
    FROM upload_row AS u
    JOIN upload AS f ON f.upload_id = u.upload_id
    WHERE u.person_id = ANY ($1::uuid[])
    ORDER BY u.upload_id, u.row_number) AS entry
