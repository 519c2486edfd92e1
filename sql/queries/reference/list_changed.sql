-- The packed records of patients that files of changes have brought into a reference, or taken out of it, since a run.
--   $1  reference_id   uuid
--   $2  basis          uuid     the run
--   $3  match_version  integer  of the normaliser that is to have packed them; NULL in place of others' records
--   $4  maximum        integer  the most rows
WITH basis AS (
    SELECT r.started_at - interval '15 minutes' AS since, x.loaded_at
    FROM reconcile_run AS r
    JOIN reference_extract AS x ON x.reference_id = $1::uuid
    WHERE r.run_id = $2::uuid
)
SELECT CASE WHEN p.match_version = $3::integer THEN p.match_record END AS match_record
FROM basis AS b
JOIN reference_patient AS p
    ON p.reference_id = $1::uuid AND p.added_at > greatest(b.since, b.loaded_at)
UNION ALL
SELECT CASE WHEN p.match_version = $3::integer THEN p.match_record END
FROM basis AS b
JOIN reference_extract AS x ON x.replaced_in = $1::uuid AND x.loaded_at > b.since
-- In the order of the index: nearly all patients are of the extract that is active, and the planner would read them all.
CROSS JOIN LATERAL (
    SELECT q.match_version, q.match_record FROM reference_patient AS q
    WHERE q.reference_id = x.reference_id ORDER BY q.record_id LIMIT $4::integer) AS p
LIMIT $4::integer
