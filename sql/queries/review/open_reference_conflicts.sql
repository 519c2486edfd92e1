-- Opens a conflict for each live NHS number that the reference says is superseded or of somebody who has died.
--
-- One that a steward has looked at and kept is not opened again for the same cause.
--   $1  reference_id  uuid
--   $2  run_id        uuid  or NULL
INSERT INTO review (
    person_id, kind, conflict, other_person_id, record_id, nhs_number, score, reasons, vetoes, run_id)
SELECT i.person_id, 'conflict', found.conflict, successor.person_id, p.record_id, p.nhs_number, 0,
       ARRAY[found.reason], ARRAY[found.conflict], $2::uuid
FROM reference_patient AS p
JOIN identifier AS i ON i.scheme = 'nhs_number' AND i.value = p.nhs_number AND i.closed_at IS NULL
CROSS JOIN LATERAL (
    SELECT CASE WHEN p.superseded_by <> '' THEN 'superseded' ELSE 'deceased' END AS conflict,
           CASE WHEN p.superseded_by <> '' THEN 'the number was replaced by another one'
                ELSE 'the patient of this number has died' END AS reason) AS found
LEFT JOIN identifier AS successor
    ON successor.scheme = 'nhs_number' AND successor.value = p.superseded_by AND successor.closed_at IS NULL
WHERE p.reference_id = $1::uuid AND (p.deceased OR p.superseded_by <> '')
  AND NOT EXISTS (
      SELECT FROM review AS known
      WHERE known.person_id = i.person_id AND known.conflict = found.conflict AND known.nhs_number = p.nhs_number
        AND known.close_reason IN ('kept', 'accepted'))
ON CONFLICT DO NOTHING
