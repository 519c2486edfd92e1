-- Who holds an NHS number now: no row or one row.
--   $1  value  text
SELECT person_id FROM identifier WHERE scheme = 'nhs_number' AND value = $1::text AND closed_at IS NULL
