-- Adds an API client by the hash of its key, or by its public keys.
--   $1   client_id        uuid
--   $2   account_id       uuid     the technical account that it acts as
--   $3   organisation_id  uuid
--   $4   role             text     in which it acts there
--   $5   name             text
--   $6   key_prefix       text
--   $7   key_sha256       bytea    or NULL where it has public keys
--   $8   key_set          jsonb    or NULL where it has a key
--   $9   scopes           text[]
--   $10  networks         text[]   in CIDR notation
--   $11  days             integer  until the key or the registration of the keys expires
INSERT INTO api_client (
    client_id, account_id, organisation_id, role, name, key_prefix, key_sha256, key_set, scopes, networks, expires_at)
VALUES (
    $1::uuid, $2::uuid, $3::uuid, $4::text, $5::text, $6::text, $7::bytea, $8::jsonb, $9::text[], $10::text[]::cidr[],
    now() + make_interval(days => $11::integer))
RETURNING expires_at
