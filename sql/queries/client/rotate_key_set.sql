-- Gives a client other public keys; the ones before end at once.
--   $1  client_id  uuid
--   $2  key_set    jsonb
--   $3  days       integer  until the registration expires
UPDATE api_client
SET key_set = $2::jsonb, keyed_at = now(), expires_at = now() + make_interval(days => $3::integer)
WHERE client_id = $1::uuid
RETURNING expires_at
