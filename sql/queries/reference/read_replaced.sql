-- The patients of a reference that the staged rows replace or remove, as the matcher needs them.
--   $1  reference_id  uuid
SELECT p.record_id, p.nhs_number, p.given_names, p.middle_names, p.family_name, p.previous_family_names, p.birth_date,
       p.birth_date_precision, p.sex, p.address_line, p.postcode, p.previous_postcode, p.phone, p.email, p.deceased,
       p.confidential, p.superseded_by
FROM reference_staging AS s
JOIN reference_patient AS p ON p.reference_id = $1::uuid AND p.record_id = s.record_id
ORDER BY p.record_id
