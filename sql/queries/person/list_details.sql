-- The details that hold now of each of these people, as far as the actor may see them.
--   $1  person_ids  uuid[]
SELECT person_id, title, given_names, middle_names, family_name, previous_family_names, latin_given_names,
       latin_family_name, birth_date, birth_date_precision, sex, address_line, town, postcode, phone, email,
       country_of_birth, claimed_nhs_number, number_unavailable
FROM person_current WHERE person_id = ANY ($1::uuid[])
ORDER BY person_id
