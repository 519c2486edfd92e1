-- What traces of people found.
--   $1  person_ids  uuid[]
SELECT to_json(entry)::text AS entry
FROM (
    SELECT t.person_id, t.trace_id, t.run_id, t.source, t.grade, t.record_id, t.nhs_number, t.score, t.rule,
           t.reasons, t.vetoes, t.outcome, t.traced_at
    FROM trace AS t
    WHERE t.person_id = ANY ($1::uuid[])
    ORDER BY t.traced_at, t.trace_id) AS entry
