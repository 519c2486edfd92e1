-- Keeps what the service answered.
--   $1  answers  json  array of objects with the names of the columns
UPDATE trace_batch_row AS r
SET answered_at = clock_timestamp(), answered_by = acting_account(), code = a.code, outcome = a.outcome,
    matched_number = a.matched_number, algorithm = a.algorithm, confidence = a.confidence, given_names = a.given_names,
    middle_names = a.middle_names, family_name = a.family_name, birth_date = a.birth_date,
    birth_date_precision = a.birth_date_precision, sex = a.sex, address_line = a.address_line, postcode = a.postcode,
    phone = a.phone, email = a.email, practice_code = a.practice_code, deceased = a.deceased,
    confidential = a.confidential
FROM json_to_recordset($1::json) AS a (
    reference text, code text, outcome text, matched_number text, algorithm text, confidence double precision,
    given_names text, middle_names text, family_name text, birth_date date, birth_date_precision text, sex text,
    address_line text, postcode text, phone text, email text, practice_code text, deceased boolean,
    confidential boolean)
WHERE r.reference = a.reference AND r.answered_at IS NULL
