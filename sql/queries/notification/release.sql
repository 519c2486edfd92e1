-- Sends held messages off under the number that is known now.
--   $1  person_ids  uuid[]
--   $2  numbers     text[]  one for each
UPDATE notification AS n
SET state = 'queued', nhs_number = known.number, changed_at = clock_timestamp()
FROM unnest($1::uuid[], $2::text[]) AS known (person_id, number)
WHERE n.person_id = known.person_id AND n.state = 'held'
