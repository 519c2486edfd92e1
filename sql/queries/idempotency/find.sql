-- What an earlier request under the same key was, and its answer.
--   $1  operation  text
--   $2  key        text
SELECT request_sha256, response::text AS response
FROM idempotency_key
WHERE account_id = acting_account() AND organisation_id = acting_organisation()
  AND operation = $1::text AND key = $2::text
