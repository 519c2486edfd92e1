-- The person whose registration case this is: no row or one row.
--   $1  case_id  uuid
SELECT person_id FROM registration_case WHERE case_id = $1::uuid
