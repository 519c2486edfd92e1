-- Every patient of a reference, as the matcher needs them, in the order of their ids.
--   $1  reference_id  uuid
SELECT record_id, nhs_number, given_names, middle_names, family_name, previous_family_names, birth_date,
       birth_date_precision, sex, address_line, postcode, previous_postcode, phone, email, deceased, confidential,
       superseded_by
FROM reference_patient WHERE reference_id = $1::uuid
ORDER BY record_id
