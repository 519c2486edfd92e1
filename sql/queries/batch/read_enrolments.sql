-- What the enrolments of many callers are decided by: the employer, the model, and a row for each person who may be the
-- worker.
--   $1  accounts       uuid[]
--   $2  organisations  uuid[]  one for each account
--   $3  roles          text[]  the role that each acts in
--   $4  keys           text[]  the idempotency key of each request
--   $5  codes          text[]  the ODS code of the employer
--   $6  refs           text[]  the employer's own reference, or NULL
--   $7  wanted         text[]  the worker's blocking keys, each an array of bigint
SELECT place, is_permitted, is_known_key, basis, organisation_id, ods_code, name, kinds, setting, area, is_placeholder,
       is_reference_taken, is_employed_here, person_id, golden_person_id, given_names, middle_names, family_name,
       previous_family_names, birth_date, birth_date_precision, sex, address_line, postcode, phone, email, nhs_number,
       is_numbered,
       (SELECT m.model_id FROM match_model_activation AS m ORDER BY m.activation DESC LIMIT 1) AS model_id
FROM read_enrolments($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
ORDER BY place, person_id
