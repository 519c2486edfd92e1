-- Takes blocking keys of patients away.
--   $1  reference_id  uuid
--   $2  keys          bigint[]
--   $3  record_ids    text[]    of the patient of each key
DELETE FROM reference_key AS k USING unnest($2::bigint[], $3::text[]) AS gone (key, record_id)
WHERE k.reference_id = $1::uuid AND k.key = gone.key AND k.record_id = gone.record_id
