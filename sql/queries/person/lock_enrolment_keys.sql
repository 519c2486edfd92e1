-- Keeps two enrolments of one person from running at once: waits for each blocking key, in their order.
--   $1  keys  bigint[]
SELECT pg_advisory_xact_lock(key) FROM (SELECT key FROM unnest($1::bigint[]) AS key ORDER BY key) AS ordered
