-- The questions of a batch with the details that they are about, as they were when the batch was made.
--   $1  batch_id  uuid
SELECT r.reference, r.asked_number, d.person_id, d.title, d.given_names, d.middle_names, d.family_name,
       d.previous_family_names, d.latin_given_names, d.latin_family_name, d.birth_date, d.birth_date_precision, d.sex,
       d.address_line, d.town, d.postcode, d.phone, d.email, d.country_of_birth, d.claimed_nhs_number,
       d.number_unavailable
FROM trace_batch_row AS r
JOIN person_details AS d ON d.person_id = r.person_id AND d.version = r.version
WHERE r.batch_id = $1::uuid
ORDER BY r.reference
