-- Writes a message about each of these versions to each kind of recipient: held while there is no number.
--   $1  messages    json    array of objects with the names of the columns, in the order in which they are to go out
--   $2  recipients  text[]
INSERT INTO notification (person_id, vaccination_id, version, action, recipient, nhs_number, state)
SELECT m.person_id, m.vaccination_id, m.version, m.action, recipient, m.nhs_number,
       CASE WHEN m.nhs_number IS NULL THEN 'held' ELSE 'queued' END
FROM ROWS FROM (json_to_recordset($1::json) AS (
    person_id uuid, vaccination_id uuid, version integer, action text, nhs_number text))
    WITH ORDINALITY AS m (person_id, vaccination_id, version, action, nhs_number, place)
CROSS JOIN unnest($2::text[]) AS recipient
ORDER BY m.place, recipient
