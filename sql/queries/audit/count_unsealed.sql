-- How many entries no seal names, and how many of them have waited for longer than a minute.
SELECT count(*) AS unsealed, count(*) FILTER (WHERE e.occurred_at < now() - interval '1 minute') AS overdue
FROM audit_entry AS e
WHERE NOT EXISTS (
    SELECT FROM audit_seal AS s WHERE s.entry_id = e.entry_id AND s.occurred_at = e.occurred_at)
