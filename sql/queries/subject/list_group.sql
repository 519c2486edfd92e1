-- Everybody who is one human with a person, for somebody who acts as auditor; no row where nobody is found.
--   $1  person_id     uuid  or NULL
--   $2  temporary_id  text  in canonical form, or NULL
--   $3  nhs_number    text  ten digits, or NULL
SELECT person_id FROM subject_group($1::uuid, $2::text, $3::text) AS person_id ORDER BY person_id
