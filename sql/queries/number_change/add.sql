-- Takes down that a steward changes a number, or a case that waits for one.
--   $1  person_id     uuid
--   $2  change_id     uuid
--   $3  review_id     uuid    or NULL
--   $4  exclusion_id  uuid    or NULL
--   $5  people        uuid[]  everybody whom it concerns
INSERT INTO number_change (person_id, change_id, review_id, exclusion_id, people)
VALUES ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5::uuid[])
