-- Opens temporary IDs that are printed on blank cards.
--   $1  person_ids  uuid[]
--   $2  values      text[]  one for each person
INSERT INTO identifier (person_id, scheme, value, state, opened_by)
SELECT person_id, 'temporary_id', value, 'reserved', acting_account()
FROM unnest($1::uuid[], $2::text[]) AS reserved (person_id, value)
