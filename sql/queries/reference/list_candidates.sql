-- Patients of the active reference who share a blocking key, as the matcher needs them.
--   $1  keys  bigint[]
SELECT record_id, nhs_number, given_names, middle_names, family_name, previous_family_names, birth_date,
       birth_date_precision, sex, address_line, postcode, previous_postcode, phone, email, deceased, confidential,
       superseded_by, is_held
FROM reference_candidates($1::bigint[])
