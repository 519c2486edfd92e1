-- Writes many audit entries of one action at once.
--   $1  action      text
--   $2  person_ids  uuid[]
--   $3  details     jsonb  the same for all of them
INSERT INTO audit_entry (action, person_id, details)
SELECT $1::text, person_id, $3::jsonb FROM unnest($2::uuid[]) AS person_id ORDER BY person_id
