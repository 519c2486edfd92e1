-- Opens reviews for a steward; one that is open already stays as it is.
--   $1  reviews  json  array of objects with the names of the columns
INSERT INTO review (person_id, kind, other_person_id, record_id, nhs_number, score, reasons, vetoes, run_id)
SELECT r.person_id, r.kind, r.other_person_id, r.record_id, r.nhs_number, r.score, r.reasons, r.vetoes, r.run_id
FROM json_to_recordset($1::json) AS r (
    person_id uuid, kind text, other_person_id uuid, record_id text, nhs_number text, score double precision,
    reasons text[], vetoes text[], run_id uuid)
ON CONFLICT DO NOTHING
