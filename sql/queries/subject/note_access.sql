-- Takes down who takes away everything about people, and why.
--   $1  person_ids  uuid[]
--   $2  reason      text
INSERT INTO subject_access (person_id, reason, made_by, made_for)
SELECT person_id, $2::text, acting_account(), acting_organisation() FROM unnest($1::uuid[]) AS person_id
