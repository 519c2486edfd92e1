-- A live client by the prefix of its key, locked against another change: no row or one row.
--   $1  key_prefix  text
SELECT client_id, account_id, key_set IS NOT NULL AS has_key_set
FROM api_client WHERE key_prefix = $1::text AND revoked_at IS NULL
ORDER BY created_at DESC LIMIT 1
FOR NO KEY UPDATE
