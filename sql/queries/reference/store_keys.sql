-- Takes the blocking keys out of the staging table, in their order so that the index grows at its end.
--   $1  reference_id  uuid
INSERT INTO reference_key (reference_id, key, record_id)
SELECT $1::uuid, key, record_id FROM reference_staging CROSS JOIN LATERAL unnest(keys) AS key
WHERE NOT removed ORDER BY key, record_id
