-- Opens reviews for a steward; one that is open already stays as it is, and one that is declared away is not opened.
--   $1  reviews  json  array of objects with the names of the columns
WITH given AS MATERIALIZED (
    SELECT r.person_id, r.review_id, r.kind, r.conflict, r.other_person_id, r.record_id, r.nhs_number, r.score,
           r.reasons, r.vetoes, r.run_id, r.place
    FROM ROWS FROM (json_to_recordset($1::json) AS (
        person_id uuid, review_id uuid, kind text, conflict text, other_person_id uuid, record_id text,
        nhs_number text, score double precision, reasons text[], vetoes text[], run_id uuid)) WITH ORDINALITY
        AS r (person_id, review_id, kind, conflict, other_person_id, record_id, nhs_number, score, reasons, vetoes,
              run_id, place)
), excluded AS MATERIALIZED (
    SELECT excluded_places(
        array_agg(g.person_id ORDER BY g.place),
        array_agg(CASE WHEN g.kind = 'duplicate' THEN g.other_person_id END ORDER BY g.place),
        array_agg(CASE WHEN g.kind <> 'duplicate' THEN g.nhs_number END ORDER BY g.place)) AS place
    FROM given AS g
)
INSERT INTO review (
    person_id, review_id, kind, conflict, other_person_id, record_id, nhs_number, score, reasons, vetoes, run_id)
SELECT g.person_id, coalesce(g.review_id, uuid_v7()), g.kind, g.conflict, g.other_person_id, g.record_id, g.nhs_number,
       g.score, g.reasons, g.vetoes, g.run_id
FROM given AS g
WHERE NOT EXISTS (SELECT FROM excluded AS e WHERE e.place = g.place)
ON CONFLICT DO NOTHING
