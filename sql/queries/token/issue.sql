-- Uses up an assertion and keeps the token that its client gets; false where the assertion was used before.
--   $1  client_id         uuid
--   $2  assertion_sha256  bytea        of its jti
--   $3  assertion_ends    timestamptz
--   $4  token_sha256      bytea
--   $5  scopes            text[]
--   $6  token_ends        timestamptz
SELECT issue_access_token($1::uuid, $2::bytea, $3::timestamptz, $4::bytea, $5::text[], $6::timestamptz) AS is_new
