-- Adds an API client by the hash of its key.
--   $1  client_id        uuid
--   $2  account_id       uuid     the technical account that it acts as
--   $3  organisation_id  uuid
--   $4  name             text
--   $5  key_prefix       text
--   $6  key_sha256       bytea
--   $7  days             integer  until the key expires
INSERT INTO api_client (client_id, account_id, organisation_id, name, key_prefix, key_sha256, expires_at)
VALUES ($1::uuid, $2::uuid, $3::uuid, $4::text, $5::text, $6::bytea, now() + make_interval(days => $7::integer))
RETURNING expires_at
