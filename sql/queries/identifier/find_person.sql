-- The person whom an identifier names: a temporary ID for ever, a national number while it is live.
--   $1  scheme  text
--   $2  value   text
SELECT person_id FROM identifier
WHERE scheme = $1::text AND value = $2::text AND (scheme = 'temporary_id' OR closed_at IS NULL)
