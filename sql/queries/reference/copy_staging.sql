-- Fills the staging table; the columns in the order of ReferenceRow.values.
COPY reference_staging (
    row_number, line, record_id, nhs_number, given_names, middle_names, family_name, previous_family_names, birth_date,
    birth_date_precision, sex, address_line, postcode, previous_postcode, phone, email, practice_code, deceased,
    confidential, superseded_by, keys, match_record, removed
) FROM STDIN
