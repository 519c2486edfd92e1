-- Asks recipients to delete what went out under a number that is no longer the person's.
--   $1  person_ids  uuid[]
--   $2  numbers     text[]  what each one's number is now, empty for none
INSERT INTO notification (person_id, vaccination_id, version, action, recipient, nhs_number, state)
SELECT last.person_id, last.vaccination_id, last.version, 'delete', last.recipient, last.nhs_number, 'queued'
FROM unnest($1::uuid[], $2::text[]) AS known (person_id, number)
CROSS JOIN LATERAL (
    SELECT DISTINCT ON (n.vaccination_id, n.recipient)
        n.person_id, n.vaccination_id, n.version, n.recipient, n.nhs_number, n.action, n.place
    FROM notification AS n
    WHERE n.person_id = known.person_id AND n.state NOT IN ('held', 'dropped')
    ORDER BY n.vaccination_id, n.recipient, n.place DESC) AS last
WHERE last.action <> 'delete' AND last.nhs_number <> known.number
ORDER BY last.place
RETURNING person_id, vaccination_id, recipient
