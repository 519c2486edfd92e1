-- Gives an account a role at an organisation; no row where it has it.
--   $1  account_id       uuid
--   $2  organisation_id  uuid
--   $3  role             text
INSERT INTO membership (account_id, organisation_id, role)
VALUES ($1::uuid, $2::uuid, $3::text)
ON CONFLICT (account_id, organisation_id, role) WHERE closed_at IS NULL DO NOTHING
RETURNING role
