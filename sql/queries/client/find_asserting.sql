-- A live client that signs assertions, with its public keys: no row or one row.
--   $1  client_id  uuid
SELECT client_id, account_id, account_name, organisation_id, ods_code, role, scopes, networks, key_set, key_set_url,
    expires_at
FROM client_asserting($1::uuid)
