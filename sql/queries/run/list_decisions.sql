-- What a run decided about each person, in the order of their ids, with its merges that still stand.
--   $1  run_id        uuid
--   $2  outcomes      text[]   only these, or NULL for all
--   $3  after_person  uuid     only whoever comes after, or NULL for the beginning
--   $4  maximum       integer  the most rows
SELECT t.person_id, t.grade, t.outcome, t.record_id, t.nhs_number, t.score, t.rule, t.reasons, t.vetoes,
       t.runner_up_record_id, t.runner_up_score, t.margin, t.waterfall, t.traced_at,
       ARRAY(
           SELECT m.other_person_id FROM person_merge AS m
           WHERE m.person_id = t.person_id AND m.run_id = t.run_id AND m.closed_at IS NULL
           UNION
           SELECT m.person_id FROM person_merge AS m
           WHERE m.other_person_id = t.person_id AND m.run_id = t.run_id AND m.closed_at IS NULL
           ORDER BY 1) AS merged_with
FROM trace AS t
WHERE t.run_id = $1::uuid AND ($2::text[] IS NULL OR t.outcome = ANY ($2::text[]))
  AND ($3::uuid IS NULL OR t.person_id > $3::uuid)
ORDER BY t.person_id
LIMIT $4::integer
