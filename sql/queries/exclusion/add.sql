-- Declares that two people are two, or that a number is not a person's; what is declared already stays as it is.
--   $1  exclusion_id     uuid
--   $2  person_id        uuid
--   $3  other_person_id  uuid  or NULL
--   $4  nhs_number       text  or NULL
--   $5  reason           text
INSERT INTO person_exclusion (person_id, exclusion_id, other_person_id, nhs_number, reason)
VALUES (
    least($2::uuid, coalesce($3::uuid, $2::uuid)), $1::uuid,
    CASE WHEN $3::uuid IS NOT NULL THEN greatest($2::uuid, $3::uuid) END, $4::text, $5::text)
ON CONFLICT DO NOTHING
