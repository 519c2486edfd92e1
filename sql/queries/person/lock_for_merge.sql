-- Locks people in the order of their ids against every change of their links, and against new rows that refer to them.
--   $1  person_ids  uuid[]
SELECT person_id FROM person WHERE person_id = ANY ($1::uuid[]) ORDER BY person_id FOR UPDATE
