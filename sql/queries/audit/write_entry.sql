-- Writes one audit entry; who acts stands in the transaction's settings.
--   $1  action     text
--   $2  person_id  uuid   or NULL where no person is concerned
--   $3  details    jsonb  identifiers and codes only
INSERT INTO audit_entry (action, person_id, details) VALUES ($1::text, $2::uuid, $3::jsonb)
