-- Whether this is the first to tell within a while that an account looks for too many IDs that nobody holds.
--   $1  caller          bigint
--   $2  within_seconds  double precision
SELECT claim_miss_alert($1::bigint, $2::double precision) AS is_first
