-- Adds blocking keys that people do not have yet.
--   $1  person_ids  uuid[]    one for each key
--   $2  keys        bigint[]
INSERT INTO person_key (person_id, key)
SELECT pair.person_id, pair.key FROM unnest($1::uuid[], $2::bigint[]) AS pair (person_id, key)
WHERE NOT EXISTS (SELECT FROM person_key AS k WHERE k.key = pair.key AND k.person_id = pair.person_id)
