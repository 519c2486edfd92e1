-- Makes a reserved temporary ID one that its person carries.
--   $1  value  text  canonical form
UPDATE identifier SET state = 'issued'
WHERE scheme = 'temporary_id' AND value = $1::text AND state = 'reserved'
