-- People in the order of their ids, with what their keys are made of.
--   $1  after    uuid     the last of the page before; the smallest id for the first page
--   $2  maximum  integer
SELECT person_id, version, title, given_names, middle_names, family_name, previous_family_names, latin_given_names,
       latin_family_name, birth_date, birth_date_precision, sex, address_line, town, postcode, phone, email,
       country_of_birth, claimed_nhs_number, number_unavailable
FROM person_current WHERE person_id > $1::uuid
ORDER BY person_id LIMIT $2::integer
