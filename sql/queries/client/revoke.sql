-- Ends the use of a client's key and tells its technical account, and whether other clients go on acting as it; no row
-- where no live key has the prefix.
--   $1  key_prefix  text
UPDATE api_client AS c SET revoked_at = now()
WHERE c.key_prefix = $1::text AND c.revoked_at IS NULL
RETURNING c.client_id, c.account_id, EXISTS (
    SELECT FROM api_client AS other
    WHERE other.account_id = c.account_id AND other.client_id <> c.client_id AND other.revoked_at IS NULL) AS is_shared
