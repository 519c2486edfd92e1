-- Every patient of a reference, in the order of their ids, and the live person who holds their number.
--   $1  reference_id  uuid
SELECT p.record_id, p.nhs_number, p.given_names, p.middle_names, p.family_name, p.previous_family_names, p.birth_date,
       p.birth_date_precision, p.sex, p.address_line, p.postcode, p.previous_postcode, p.phone, p.email, p.deceased,
       p.confidential, p.superseded_by, p.practice_code, i.person_id AS holder
FROM reference_patient AS p
LEFT JOIN identifier AS i ON i.scheme = 'nhs_number' AND i.value = p.nhs_number AND i.closed_at IS NULL
WHERE p.reference_id = $1::uuid
ORDER BY p.record_id
