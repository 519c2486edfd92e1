-- The registration cases of these people with the version that holds now, and the last state before the number.
--   $1  person_ids  uuid[]
--   $2  awaiting    text[]  the states in which the number is awaited
SELECT c.person_id, c.case_id, c.organisation_id, c.version, c.state, c.due_on,
       coalesce(waiting.state, 'enrolled') AS awaiting_state
FROM case_current AS c
LEFT JOIN LATERAL (
    SELECT v.state FROM registration_case_version AS v
    WHERE v.person_id = c.person_id AND v.case_id = c.case_id AND v.state = ANY ($2::text[])
    ORDER BY v.version DESC LIMIT 1) AS waiting ON true
WHERE c.person_id = ANY ($1::uuid[])
ORDER BY c.person_id
