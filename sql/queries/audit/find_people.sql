-- Everybody who is one human with a person, by the person's id or temporary ID; for an auditor.
--   $1  identity  text  a UUID in lower case or a temporary ID in canonical form
SELECT person_id FROM people_to_audit($1::text) AS person_id ORDER BY person_id
