-- The details that hold now of one person, with their version; no row for a blank card.
--   $1  person_id  uuid
SELECT version, title, given_names, middle_names, family_name, previous_family_names, latin_given_names,
       latin_family_name, birth_date, birth_date_precision, sex, address_line, town, postcode, phone, email,
       country_of_birth, claimed_nhs_number, number_unavailable
FROM person_current WHERE person_id = $1::uuid
