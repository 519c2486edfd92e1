-- Adds blocking keys that patients of a reference do not have yet.
--   $1  reference_id  uuid
--   $2  record_ids    text[]    one for each key
--   $3  keys          bigint[]
INSERT INTO reference_key (reference_id, key, record_id)
SELECT $1::uuid, pair.key, pair.record_id FROM unnest($2::text[], $3::bigint[]) AS pair (record_id, key)
WHERE NOT EXISTS (
    SELECT FROM reference_key AS k
    WHERE k.reference_id = $1::uuid AND k.key = pair.key AND k.record_id = pair.record_id)
