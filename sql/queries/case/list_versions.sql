-- Every version of a registration case, the first one first.
--   $1  person_id  uuid
--   $2  case_id    uuid
SELECT version, state, event, evidence, due_on, recorded_at
FROM registration_case_version WHERE person_id = $1::uuid AND case_id = $2::uuid
ORDER BY version
