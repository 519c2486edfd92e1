-- Keeps what a run over everybody has counted, in place of what runs before it had.
--   $1  run_id  uuid
--   $2  counts  bytea
WITH gone AS (DELETE FROM run_census WHERE run_id <> $1::uuid)
INSERT INTO run_census (run_id, counts) VALUES ($1::uuid, $2::bytea) ON CONFLICT DO NOTHING
