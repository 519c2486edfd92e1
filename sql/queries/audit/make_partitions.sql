-- Makes the partitions of the trail that are missing, of this month and the months ahead.
--   $1  months_ahead  integer
SELECT make_audit_partitions($1::integer)
