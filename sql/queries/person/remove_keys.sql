-- Removes the blocking keys of a person whose details changed.
--   $1  person_id  uuid
DELETE FROM person_key WHERE person_id = $1::uuid
