-- The people whom a run merged or numbered, as far as that still stands.
--   $1  run_id  uuid
SELECT person_id FROM identifier WHERE run_id = $1::uuid AND closed_at IS NULL
UNION
SELECT unnest(ARRAY[person_id, other_person_id]) FROM person_merge WHERE run_id = $1::uuid AND closed_at IS NULL
