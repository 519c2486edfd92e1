-- Opens identifiers; a temporary ID is opened as issued.
--   $1  person_ids  uuid[]
--   $2  schemes     text[]
--   $3  values      text[]
INSERT INTO identifier (person_id, scheme, value, state, opened_by)
SELECT person_id, scheme, value, CASE scheme WHEN 'temporary_id' THEN 'issued' END, acting_account()
FROM unnest($1::uuid[], $2::text[], $3::text[]) AS opened (person_id, scheme, value)
