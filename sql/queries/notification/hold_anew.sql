-- Holds a fresh message for each that was retracted, about the version that holds now, until there is a number again.
--   $1  person_ids       uuid[]
--   $2  vaccination_ids  uuid[]  one for each
--   $3  recipients       text[]  one for each
INSERT INTO notification (person_id, vaccination_id, version, action, recipient, state)
SELECT v.person_id, v.vaccination_id, v.version, 'new', gone.recipient, 'held'
FROM unnest($1::uuid[], $2::uuid[], $3::text[])
    WITH ORDINALITY AS gone (person_id, vaccination_id, recipient, place)
JOIN vaccination_current AS v ON v.person_id = gone.person_id AND v.vaccination_id = gone.vaccination_id
WHERE v.status <> 'void'
ORDER BY gone.place
