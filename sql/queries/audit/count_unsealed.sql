-- How many entries of each stream no seal names; how many of them have waited for longer than a minute; and how many
-- the sealer has passed, so that they had a seal which somebody removed, or were put there with a false transaction.
SELECT e.organisation_id::text AS stream, count(*) AS unsealed,
    count(*) FILTER (WHERE e.occurred_at < now() - interval '1 minute') AS overdue,
    count(*) FILTER (
        WHERE coalesce(e.written_by < m.sealed_to, true)
          AND m.counted_in = (SELECT c.system_identifier::text FROM pg_control_system() AS c)) AS lost
FROM audit_entry AS e
CROSS JOIN audit_mark AS m
WHERE NOT EXISTS (
    SELECT FROM audit_seal AS s WHERE s.entry_id = e.entry_id AND s.occurred_at = e.occurred_at)
GROUP BY e.organisation_id
ORDER BY e.organisation_id
