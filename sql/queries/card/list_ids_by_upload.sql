-- The temporary IDs that the people of an upload carry, in the order of its rows.
--   $1  upload_id  uuid
SELECT i.value
FROM (
    SELECT r.person_id, min(r.row_number) AS row_number
    FROM upload AS u
    JOIN upload_row AS r ON r.upload_id = u.upload_id
    WHERE u.upload_id = $1::uuid AND u.undone_at IS NULL AND r.person_id IS NOT NULL
    GROUP BY r.person_id) AS enrolled
JOIN identifier AS i ON i.person_id = enrolled.person_id AND i.scheme = 'temporary_id' AND i.state = 'issued'
ORDER BY enrolled.row_number, i.value
