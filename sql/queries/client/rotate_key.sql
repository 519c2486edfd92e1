-- Gives a client another key; the one before goes on for a while.
--   $1  client_id   uuid
--   $2  key_prefix  text
--   $3  key_sha256  bytea
--   $4  days        integer  until the new key expires
--   $5  hours       integer  for which the one before goes on; 0 ends it at once
UPDATE api_client
SET previous_key_sha256 = CASE WHEN $5::integer > 0 THEN key_sha256 END,
    previous_key_until =
        CASE WHEN $5::integer > 0 THEN least(expires_at, now() + make_interval(hours => $5::integer)) END,
    key_prefix = $2::text, key_sha256 = $3::bytea, keyed_at = now(),
    expires_at = now() + make_interval(days => $4::integer)
WHERE client_id = $1::uuid
RETURNING expires_at
