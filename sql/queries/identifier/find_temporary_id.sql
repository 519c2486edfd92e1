-- Who holds a temporary ID, whatever has become of it: no row or one row.
--   $1  value  text  canonical form
SELECT person_id, state, replaced_by
FROM identifier WHERE scheme = 'temporary_id' AND value = $1::text
