-- Takes the patients out of the staging table.
--   $1  reference_id   uuid
--   $2  match_version  integer  of the normaliser that packed the records
INSERT INTO reference_patient (
    reference_id, record_id, nhs_number, given_names, middle_names, family_name, previous_family_names, birth_date,
    birth_date_precision, sex, address_line, postcode, previous_postcode, phone, email, practice_code, deceased,
    confidential, superseded_by, match_version, match_record)
SELECT $1::uuid, record_id, nhs_number, given_names, middle_names, family_name, previous_family_names, birth_date,
    birth_date_precision, sex, address_line, postcode, previous_postcode, phone, email, practice_code, deceased,
    confidential, superseded_by, $2::integer, match_record
FROM reference_staging WHERE NOT removed ORDER BY record_id
