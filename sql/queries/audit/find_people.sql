-- Everybody who is one human with a person, by the person's id or temporary ID; for an auditor.
--   $1  person_id     uuid  or NULL
--   $2  temporary_id  text  in canonical form, or NULL
SELECT person_id FROM people_to_audit($1::uuid, $2::text) AS person_id ORDER BY person_id
