-- Lets the natural key of a vaccination follow its newest version; void releases it.
--   $1  person_id       uuid
--   $2  vaccination_id  uuid
--   $3  disease         text
--   $4  given_on        date
--   $5  is_void         boolean
UPDATE vaccination SET disease = $3::text, given_on = $4::date, is_void = $5::boolean
WHERE person_id = $1::uuid AND vaccination_id = $2::uuid
