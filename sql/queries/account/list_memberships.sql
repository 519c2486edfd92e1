-- The open memberships of an account that is not disabled; no row for an unknown sign-in.
--   $1  sign_in  text
SELECT account_id, account_name, organisation_id, ods_code, role FROM memberships_of($1::text)
