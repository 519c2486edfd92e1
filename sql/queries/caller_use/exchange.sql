-- Takes down what callers took at an instance, and answers what they took at the others.
--   $1  instance_id     uuid
--   $2  limits          text[]
--   $3  callers         bigint[]          one for each limit
--   $4  counts          integer[]         one for each caller
--   $5  within_seconds  double precision  how far to look back
SELECT u.instance_id, u.minute, u.limit_name, u.caller, u.taken, u.idle_seconds, u.begun_seconds
FROM exchange_caller_use($1::uuid, $2::text[], $3::bigint[], $4::integer[], $5::double precision) AS u
