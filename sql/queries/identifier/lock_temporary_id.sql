-- Who holds a temporary ID and what has become of it, locked until the transaction ends: no row or one row.
--   $1  value  text  canonical form
SELECT value, person_id, state
FROM identifier WHERE scheme = 'temporary_id' AND value = $1::text
FOR UPDATE
