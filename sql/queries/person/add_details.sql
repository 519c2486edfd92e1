-- Adds a version of details for each of many people.
--   $1  details  json    array of objects with the names of the columns
--   $2  reason   text    why the version exists
INSERT INTO person_details (
    person_id, version, title, given_names, middle_names, family_name, previous_family_names, latin_given_names,
    latin_family_name, birth_date, birth_date_precision, sex, address_line, town, postcode, phone, email,
    country_of_birth, claimed_nhs_number, number_unavailable, recorded_by, recorded_for, reason)
SELECT
    d.person_id, d.version, d.title, d.given_names, d.middle_names, d.family_name, d.previous_family_names,
    d.latin_given_names, d.latin_family_name, d.birth_date, d.birth_date_precision, d.sex, d.address_line, d.town,
    d.postcode, d.phone, d.email, d.country_of_birth, d.claimed_nhs_number, d.number_unavailable,
    acting_account(), acting_organisation(), $2::text
FROM json_to_recordset($1::json) AS d (
    person_id uuid, version integer, title text, given_names text, middle_names text, family_name text,
    previous_family_names text[], latin_given_names text, latin_family_name text, birth_date date,
    birth_date_precision text, sex text, address_line text, town text, postcode text, phone text, email text,
    country_of_birth text, claimed_nhs_number text, number_unavailable text)
