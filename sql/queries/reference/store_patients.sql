-- Takes the patients out of the staging table.
--   $1  reference_id  uuid
INSERT INTO reference_patient (
    reference_id, record_id, nhs_number, given_names, middle_names, family_name, previous_family_names, birth_date,
    birth_date_precision, sex, address_line, postcode, previous_postcode, phone, email, practice_code, deceased,
    confidential, superseded_by)
SELECT $1::uuid, record_id, nhs_number, given_names, middle_names, family_name, previous_family_names, birth_date,
    birth_date_precision, sex, address_line, postcode, previous_postcode, phone, email, practice_code, deceased,
    confidential, superseded_by
FROM reference_staging WHERE NOT removed ORDER BY record_id
