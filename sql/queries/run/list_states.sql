-- Whether what a run decided of these people still holds: the version of their details, and what it did already.
--   $1  person_ids  uuid[]
--   $2  run_id      uuid
SELECT asked.person_id,
       (SELECT max(d.version) FROM person_details AS d WHERE d.person_id = asked.person_id) AS version,
       done.person_id IS NOT NULL AS is_traced
FROM unnest($1::uuid[]) AS asked (person_id)
-- By person: the traces of the run grow with every transaction, unseen by the planner.
LEFT JOIN LATERAL (
    SELECT t.person_id FROM trace AS t WHERE t.run_id = $2::uuid AND t.person_id = asked.person_id
    OFFSET 0) AS done ON true
ORDER BY asked.person_id
