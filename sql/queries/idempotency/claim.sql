-- Claims a key for a request; no row where the key is already there, or another transaction is at work on it. The lock
-- is asked for, never waited for, so that a repetition learns at once that the first request still runs.
--   $1  operation       text
--   $2  key             text
--   $3  request_sha256  bytea
INSERT INTO idempotency_key (account_id, organisation_id, operation, key, request_sha256)
SELECT acting_account(), acting_organisation(), $1::text, $2::text, $3::bytea
WHERE pg_try_advisory_xact_lock(
    hashtextextended(concat_ws(' ', acting_account(), acting_organisation(), $1::text, $2::text), 0))
ON CONFLICT ON CONSTRAINT idempotency_key_is_used_once DO NOTHING
RETURNING key
