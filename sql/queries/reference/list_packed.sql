-- The packed records of patients who have one of some blocking keys.
--
-- Of a key that too many share, one more than lead anywhere, so that it is seen to lead nowhere.
--   $1  reference_id   uuid
--   $2  keys           bigint[]
--   $3  match_version  integer   of the normaliser that is to have packed them; NULL in place of others' records
SELECT p.record_id, CASE WHEN p.match_version = $3::integer THEN p.match_record END AS match_record
FROM (
    SELECT DISTINCT k.record_id
    FROM unnest($2::bigint[]) AS w (key)
    CROSS JOIN LATERAL (
        SELECT r.record_id FROM reference_key AS r
        WHERE r.reference_id = $1::uuid AND r.key = w.key LIMIT largest_block(w.key) + 1) AS k) AS found
CROSS JOIN LATERAL (
    SELECT r.record_id, r.match_version, r.match_record FROM reference_patient AS r
    WHERE r.reference_id = $1::uuid AND r.record_id = found.record_id OFFSET 0) AS p
ORDER BY p.record_id
