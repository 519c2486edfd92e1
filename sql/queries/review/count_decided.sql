-- How many steps of decisions each steward has made on each day.
--   $1  since  timestamptz
SELECT (d.decided_at AT TIME ZONE 'Europe/London')::date AS day, d.decided_by, colleague_name(d.decided_by) AS name,
       count(*) AS decisions
FROM review_decision AS d
WHERE d.decided_at >= $1::timestamptz
GROUP BY day, d.decided_by
ORDER BY day DESC, name, d.decided_by
