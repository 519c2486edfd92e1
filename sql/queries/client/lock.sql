-- A live client by the prefix of its key, locked against another change: no row or one row.
--   $1  key_prefix  text
SELECT client_id, account_id, key_set IS NOT NULL AS has_key_set,
       EXISTS (
           SELECT FROM membership AS m
           WHERE m.account_id = api_client.account_id AND m.organisation_id = api_client.organisation_id
             AND m.role = 'administrator' AND m.closed_at IS NULL) AS is_administrator
FROM api_client WHERE key_prefix = $1::text AND revoked_at IS NULL
ORDER BY created_at DESC LIMIT 1
FOR NO KEY UPDATE
