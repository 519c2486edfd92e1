-- The steps of people's registration cases that stood longer than they may.
--   $1  person_ids  uuid[]
SELECT to_json(entry)::text AS entry
FROM (
    SELECT e.person_id, e.case_id, e.version, e.due_on, e.escalated_at, e.escalated_by
    FROM case_escalation AS e
    WHERE e.person_id = ANY ($1::uuid[])
    ORDER BY e.person_id, e.version) AS entry
