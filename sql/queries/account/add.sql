-- Adds an account; no row where its sign-in is already known.
--   $1  account_id  uuid
--   $2  sign_in     text  lower case
--   $3  name        text
INSERT INTO account (account_id, sign_in, name)
VALUES ($1::uuid, $2::text, $3::text)
ON CONFLICT (sign_in) DO NOTHING
RETURNING account_id
