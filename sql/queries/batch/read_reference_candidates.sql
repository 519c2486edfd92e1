-- Patients of the active reference who share a blocking key with each of many workers.
--   $1  wanted  text[]  the blocking keys of each worker, each an array of bigint
SELECT place, record_id, nhs_number, given_names, middle_names, family_name, previous_family_names, birth_date,
       birth_date_precision, sex, address_line, postcode, previous_postcode, phone, email, deceased, confidential,
       superseded_by, is_held
FROM read_reference_candidates($1::text[])
ORDER BY place, record_id
