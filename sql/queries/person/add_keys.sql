-- Adds the blocking keys of people.
--   $1  person_ids  uuid[]    one for each key
--   $2  keys        bigint[]
INSERT INTO person_key (person_id, key)
SELECT person_id, key FROM unnest($1::uuid[], $2::bigint[]) AS pair (person_id, key)
