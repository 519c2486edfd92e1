-- Claims a key for a request; no row where the key is already there. A concurrent claim waits for the other to end.
--   $1  operation       text
--   $2  key             text
--   $3  request_sha256  bytea
INSERT INTO idempotency_key (account_id, organisation_id, operation, key, request_sha256)
VALUES (acting_account(), acting_organisation(), $1::text, $2::text, $3::bytea)
ON CONFLICT ON CONSTRAINT idempotency_key_is_used_once DO NOTHING
RETURNING key
