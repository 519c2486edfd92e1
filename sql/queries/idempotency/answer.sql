-- Keeps the answer of a request with its key.
--   $1  operation  text
--   $2  key        text
--   $3  response   jsonb
UPDATE idempotency_key SET response = $3::jsonb
WHERE account_id = acting_account() AND organisation_id = acting_organisation()
  AND operation = $1::text AND key = $2::text
