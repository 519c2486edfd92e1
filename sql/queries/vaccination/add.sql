-- Adds the identity and natural key of a vaccination; its first version follows.
--   $1  person_id       uuid
--   $2  vaccination_id  uuid
--   $3  disease         text
--   $4  given_on        date
--   $5  site_id         uuid
INSERT INTO vaccination (person_id, vaccination_id, disease, given_on, site_id)
VALUES ($1::uuid, $2::uuid, $3::text, $4::date, $5::uuid)
