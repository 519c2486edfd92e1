-- Patients of the active reference who share a blocking key, packed; NULL where another normaliser packed them.
--   $1  keys     bigint[]
--   $2  version  integer   of the normaliser
SELECT record_id, match_record FROM packed_candidates($1::bigint[], $2::integer)
