-- Removes the blocking keys of a person whose details change.
--   $1  person_id  uuid
--   $2  keys       bigint[]  those of the details that held: keys are found by their value alone
DELETE FROM person_key WHERE person_id = $1::uuid AND key = ANY ($2::bigint[])
