-- What traces of these people found, the latest first.
--   $1  person_ids  uuid[]
--   $2  maximum     integer
SELECT t.person_id, t.run_id, t.source, t.grade, t.record_id, t.nhs_number, t.score, t.rule, t.reasons, t.vetoes,
       t.outcome, t.traced_at
FROM trace AS t
WHERE t.person_id = ANY ($1::uuid[])
ORDER BY t.traced_at DESC, t.trace_id DESC
LIMIT $2::integer
