-- What is known under an NHS number, and which live person holds it: no row or one row.
--
-- The national service's word that a number was replaced comes first, then the active reference, then the patient whom
-- the service answered under this number.
--   $1  nhs_number  text
WITH known AS (
    SELECT 1 AS rank, x.loaded_at AS said_at, p.record_id, p.nhs_number, p.given_names, p.middle_names, p.family_name,
           p.previous_family_names, p.birth_date, p.birth_date_precision, p.sex, p.address_line, p.postcode,
           p.previous_postcode, p.phone, p.email, p.practice_code, p.deceased, p.confidential, p.superseded_by
    FROM reference_extract AS x
    JOIN reference_patient AS p ON p.reference_id = x.reference_id
    WHERE x.retired_at IS NULL AND p.nhs_number = $1::text
    UNION ALL
    SELECT CASE WHEN r.matched_number = $1::text THEN 2 ELSE 0 END, r.answered_at, 'pds-' || $1::text, $1::text,
           r.given_names, r.middle_names, r.family_name, '{}', r.birth_date, r.birth_date_precision, r.sex,
           r.address_line, r.postcode, '', r.phone, r.email, r.practice_code, r.deceased, r.confidential,
           CASE WHEN r.matched_number = $1::text THEN '' ELSE r.matched_number END
    FROM trace_batch_row AS r
    WHERE r.matched_number = $1::text
       OR r.asked_number = $1::text AND r.code = '90' AND r.matched_number IS NOT NULL
)
SELECT k.record_id, k.nhs_number, k.given_names, k.middle_names, k.family_name, k.previous_family_names, k.birth_date,
       k.birth_date_precision, k.sex, k.address_line, k.postcode, k.previous_postcode, k.phone, k.email,
       k.practice_code, k.deceased, k.confidential, k.superseded_by, i.person_id AS holder
FROM known AS k
LEFT JOIN identifier AS i ON i.scheme = 'nhs_number' AND i.value = k.nhs_number AND i.closed_at IS NULL
ORDER BY k.rank, k.said_at DESC
LIMIT 1
