-- People of the whole register who share a blocking key, as the matcher needs them.
--   $1  keys  bigint[]
SELECT person_id, golden_person_id, given_names, middle_names, family_name, previous_family_names, birth_date,
       birth_date_precision, sex, address_line, postcode, phone, email,
       coalesce(nhs_number, claimed_nhs_number) AS nhs_number, nhs_number IS NOT NULL AS is_numbered
FROM register_candidates($1::bigint[])
