-- Keeps two enrolments of one person, or under one reference, from running at once: waits for each, in one order.
--   $1  keys        bigint[]  blocking keys
--   $2  references  text[]    employer and reference
SELECT pg_advisory_xact_lock(key)
FROM (
    SELECT unnest($1::bigint[]) AS key
    UNION
    SELECT hashtextextended('outreach.reference ' || reference, 0) FROM unnest($2::text[]) AS reference
    ORDER BY key
) AS ordered
