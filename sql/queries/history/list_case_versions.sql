-- Every step of the registration cases of people.
--   $1  person_ids  uuid[]
SELECT to_json(entry)::text AS entry
FROM (
    SELECT v.person_id, v.case_id, v.version, v.state, v.event, v.evidence, v.due_on, v.recorded_at,
           v.recorded_by
    FROM registration_case_version AS v
    WHERE v.person_id = ANY ($1::uuid[])
    ORDER BY v.person_id, v.version) AS entry
