-- Tells recipients that have an event under its number that its place in the course is another one now.
--
-- What nobody has tried to send yet says so by itself when it goes out.
--   $1  person_ids       uuid[]
--   $2  vaccination_ids  uuid[]  one for each
INSERT INTO notification (person_id, vaccination_id, version, action, recipient, nhs_number, state)
SELECT v.person_id, v.vaccination_id, v.version, 'update', last.recipient, last.nhs_number, 'queued'
FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS moved (person_id, vaccination_id, place)
JOIN vaccination_current AS v ON v.person_id = moved.person_id AND v.vaccination_id = moved.vaccination_id
CROSS JOIN LATERAL (
    SELECT DISTINCT ON (n.recipient) n.recipient, n.nhs_number, n.action, n.state, n.attempt
    FROM notification AS n
    WHERE n.person_id = v.person_id AND n.vaccination_id = v.vaccination_id AND n.state <> 'dropped'
    ORDER BY n.recipient, n.place DESC) AS last
WHERE last.action <> 'delete' AND last.state <> 'held' AND (last.state <> 'queued' OR last.attempt > 0)
ORDER BY moved.place, last.recipient
