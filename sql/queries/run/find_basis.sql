-- The latest run that a run over what has changed since can build on, with its census: no row or one row.
--   $1  reference_id  uuid
--   $2  model         text
SELECT r.run_id, extract(epoch FROM r.started_at)::double precision AS started_at, c.counts
FROM reconcile_run AS r
CROSS JOIN LATERAL (
    -- Of the latest run over everybody; one of a month ago tells of another register.
    SELECT n.counts
    FROM reconcile_run AS whole
    JOIN run_census AS n ON n.run_id = whole.run_id
    WHERE whole.reference_id = r.reference_id AND whole.model = r.model AND whole.scope = 'everybody'
      AND whole.undone_at IS NULL AND n.counted_at > now() - interval '30 days'
    ORDER BY whole.started_at DESC LIMIT 1) AS c
WHERE r.reference_id = $1::uuid AND r.model = $2::text AND r.scope IS NOT NULL AND r.undone_at IS NULL
ORDER BY r.started_at DESC LIMIT 1
