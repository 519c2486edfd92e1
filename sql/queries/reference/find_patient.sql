-- What the active reference says under an NHS number, and which live person holds it: no row or one row.
--   $1  nhs_number  text
SELECT p.record_id, p.nhs_number, p.given_names, p.middle_names, p.family_name, p.previous_family_names, p.birth_date,
       p.birth_date_precision, p.sex, p.address_line, p.postcode, p.previous_postcode, p.phone, p.email,
       p.practice_code, p.deceased, p.confidential, p.superseded_by, i.person_id AS holder
FROM reference_extract AS x
JOIN reference_patient AS p ON p.reference_id = x.reference_id
LEFT JOIN identifier AS i ON i.scheme = 'nhs_number' AND i.value = p.nhs_number AND i.closed_at IS NULL
WHERE x.retired_at IS NULL AND p.nhs_number = $1::text
