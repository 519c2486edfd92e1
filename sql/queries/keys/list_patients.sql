-- Patients of the active reference in the order of their records, with what their keys are made of.
--   $1  after    text     the last of the page before; empty for the first page
--   $2  maximum  integer
SELECT p.reference_id, p.record_id, p.nhs_number, p.given_names, p.middle_names, p.family_name,
       p.previous_family_names, p.birth_date, p.birth_date_precision, p.sex, p.address_line, p.postcode,
       p.previous_postcode, p.phone, p.email, p.deceased, p.confidential, p.superseded_by
FROM reference_extract AS x
JOIN reference_patient AS p ON p.reference_id = x.reference_id
WHERE x.retired_at IS NULL AND p.record_id > $1::text
ORDER BY p.record_id LIMIT $2::integer
