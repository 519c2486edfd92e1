-- Every API client with the role that it acts in, the newest first.
SELECT c.client_id, c.name, c.key_prefix, o.ods_code, c.created_at, c.expires_at, c.revoked_at, c.last_used_at,
    a.sign_in, c.scopes, c.networks::text[] AS networks, c.key_set IS NOT NULL AS has_key_set,
    coalesce(
        c.role,
        (SELECT m.role FROM membership AS m WHERE m.account_id = c.account_id ORDER BY m.opened_at LIMIT 1)) AS role
FROM api_client AS c
JOIN account AS a ON a.account_id = c.account_id
JOIN organisation AS o ON o.organisation_id = c.organisation_id
ORDER BY c.created_at DESC, c.key_prefix
