-- Locks people until the transaction ends, in the order of their ids. New rows may still refer to them.
--   $1  person_ids  uuid[]
SELECT person_id FROM person WHERE person_id = ANY ($1::uuid[]) ORDER BY person_id FOR NO KEY UPDATE
