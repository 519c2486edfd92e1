-- Whom a key or an access token speaks for; no row where nobody, or nobody any more.
--   $1  credential_sha256  bytea
SELECT client_id, account_id, account_name, organisation_id, ods_code, role, scopes, granted_scopes, networks,
    known_sha256, expires_at
FROM caller_bearing($1::bytea)
