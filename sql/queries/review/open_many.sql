-- Opens reviews for a steward; one that is open already stays as it is, and one that is declared away is not opened.
--   $1  reviews  json  array of objects with the names of the columns
INSERT INTO review (
    person_id, review_id, kind, conflict, other_person_id, record_id, nhs_number, score, reasons, vetoes, run_id)
SELECT r.person_id, coalesce(r.review_id, uuid_v7()), r.kind, r.conflict, r.other_person_id, r.record_id, r.nhs_number,
       r.score, r.reasons, r.vetoes, r.run_id
FROM json_to_recordset($1::json) AS r (
    person_id uuid, review_id uuid, kind text, conflict text, other_person_id uuid, record_id text, nhs_number text,
    score double precision, reasons text[], vetoes text[], run_id uuid)
WHERE NOT CASE r.kind
    WHEN 'duplicate' THEN is_excluded(r.person_id, r.other_person_id, NULL)
    ELSE is_excluded(r.person_id, NULL, r.nhs_number)
    END
ON CONFLICT DO NOTHING
