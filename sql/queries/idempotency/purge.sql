-- Deletes keys that are too old to be asked by again, at most so many, and answers how many.
--   $1  older_than_seconds  double precision  a day at least
--   $2  maximum             integer
SELECT purge_idempotency_keys(make_interval(secs => $1::double precision), $2::integer) AS purged
