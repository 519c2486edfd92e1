-- Everybody who waits for a number, and to whom something has happened that a run may answer otherwise than before.
--
-- Somebody is due with their whole group: who was not compared with this reference by this model as they are described
-- now; whose group, numbers or declarations have changed; whose review is about a number that somebody got or lost; who
-- is employed anew; who has a blocking key of a patient that has changed. What has a time counts from a quarter of an
-- hour before the run that is built on: no transaction takes longer to end.
--   $1  reference_id  uuid
--   $2  model         text
--   $3  basis         uuid      the run that is built on
--   $4  keys          bigint[]  of patients that have come or gone since
WITH basis AS (
    SELECT started_at, started_at - interval '15 minutes' AS since FROM reconcile_run WHERE run_id = $3::uuid
), waiting AS (
    SELECT person_id, golden_person_id FROM enrolled_person WHERE is_open
), runs AS MATERIALIZED (
    SELECT r.run_id FROM reconcile_run AS r
    WHERE r.reference_id = $1::uuid AND r.model = $2::text AND r.undone_at IS NULL
), uncompared AS (
    -- By person: those who wait are few beside everybody whom all the runs have traced.
    SELECT w.golden_person_id
    FROM waiting AS w
    CROSS JOIN LATERAL (
        SELECT d.version FROM person_details AS d WHERE d.person_id = w.person_id
        ORDER BY d.version DESC LIMIT 1) AS described
    WHERE NOT EXISTS (
        SELECT FROM (
            SELECT t.run_id, t.details_version FROM trace AS t WHERE t.person_id = w.person_id OFFSET 0) AS compared
        WHERE compared.details_version = described.version AND compared.run_id IN (SELECT r.run_id FROM runs AS r))
), renumbered AS (
    SELECT i.person_id, i.value
    FROM basis AS b
    JOIN identifier AS i ON i.scheme = 'nhs_number' AND (i.opened_at > b.since OR i.closed_at > b.since)
    -- What the run itself gave, or one before it, it knew.
    LEFT JOIN reconcile_run AS r ON r.run_id = i.run_id
    WHERE i.closed_at > b.since OR r.started_at IS NULL OR r.started_at > b.started_at
    UNION ALL
    -- What a steward gave back stands again as a run had given it.
    SELECT i.person_id, i.value
    FROM basis AS b
    JOIN number_change AS c ON c.undone_at > b.since
    JOIN identifier AS i ON i.closing_change_id = c.change_id
), met AS MATERIALIZED (
    SELECT k.key, k.person_id
    FROM person_key AS k
    JOIN waiting AS w ON w.person_id = k.person_id
    WHERE k.key = ANY ($4::bigint[])
), followed AS (
    -- Keys that lead somewhere, as the matcher follows them.
    SELECT m.key FROM (SELECT DISTINCT key FROM met) AS m
    WHERE (
        SELECT count(*) FROM (
            SELECT FROM reference_key AS k
            WHERE k.reference_id = $1::uuid AND k.key = m.key LIMIT largest_block(m.key) + 1) AS l
        ) <= largest_block(m.key)
), touched AS (
    SELECT m.person_id FROM met AS m JOIN followed AS f ON f.key = m.key
    UNION ALL
    SELECT n.person_id FROM renumbered AS n
    UNION ALL
    SELECT v.person_id
    FROM renumbered AS n
    JOIN review AS v ON v.nhs_number = n.value AND v.closed_at IS NULL
    UNION ALL
    SELECT either FROM basis AS b
    JOIN person_link AS l ON l.opened_at > b.since OR l.closed_at > b.since
    JOIN person_merge AS m ON m.merge_id = l.merge_id
    LEFT JOIN reconcile_run AS r ON r.run_id = m.run_id AND l.closed_at IS NULL AND r.started_at <= b.started_at
    CROSS JOIN LATERAL (VALUES (l.person_id), (l.golden_person_id)) AS ends (either)
    WHERE r.run_id IS NULL
    UNION ALL
    SELECT either FROM basis AS b
    JOIN person_exclusion AS x ON x.declared_at > b.since OR x.withdrawn_at > b.since
    CROSS JOIN LATERAL (VALUES (x.person_id), (x.other_person_id)) AS ends (either)
    UNION ALL
    SELECT e.person_id FROM basis AS b
    JOIN employment AS e ON e.recorded_at > b.since
    JOIN employment AS earlier ON earlier.person_id = e.person_id AND earlier.withdrawn_at IS NOT NULL
), due AS (
    SELECT u.golden_person_id FROM uncompared AS u
    UNION
    SELECT w.golden_person_id FROM waiting AS w JOIN touched AS t ON t.person_id = w.person_id
)
SELECT w.person_id, w.golden_person_id, d.golden_person_id IS NOT NULL AS is_due
FROM waiting AS w
LEFT JOIN due AS d ON d.golden_person_id = w.golden_person_id
ORDER BY w.person_id
