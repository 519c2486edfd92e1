-- Ends the use of a client's key and tells its technical account; no row where no live key has the prefix.
--   $1  key_prefix  text
UPDATE api_client SET revoked_at = now()
WHERE key_prefix = $1::text AND revoked_at IS NULL
RETURNING client_id, account_id
