-- The account that somebody signs in to by this name: no row or one row.
--   $1  sign_in  text  lower case
SELECT account_id, sign_in, name, disabled_at IS NOT NULL AS is_disabled
FROM account WHERE sign_in = $1::text
