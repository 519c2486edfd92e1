-- Ends the use of an account; touches no row where it has ended.
--   $1  account_id  uuid
UPDATE account SET disabled_at = now() WHERE account_id = $1::uuid AND disabled_at IS NULL
