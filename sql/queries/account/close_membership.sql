-- Takes a role at an organisation from an account; touches no row where it does not have it.
--   $1  account_id       uuid
--   $2  organisation_id  uuid
--   $3  role             text
UPDATE membership SET closed_at = now()
WHERE account_id = $1::uuid AND organisation_id = $2::uuid AND role = $3::text AND closed_at IS NULL
