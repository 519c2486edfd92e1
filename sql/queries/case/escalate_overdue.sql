-- Escalates the steps of cases that stood longer than they may, those first that are overdue longest.
--   $1  states      text[]   in which somebody has to do something
--   $2  due_before  date
--   $3  maximum     integer
INSERT INTO case_escalation (person_id, case_id, version, due_on, escalated_by)
SELECT c.person_id, c.case_id, latest.version, latest.due_on, acting_account()
FROM registration_case AS c
CROSS JOIN LATERAL (
    SELECT v.version, v.state, v.due_on
    FROM registration_case_version AS v
    WHERE v.person_id = c.person_id AND v.case_id = c.case_id
    ORDER BY v.version DESC LIMIT 1) AS latest
WHERE latest.state = ANY ($1::text[]) AND latest.due_on < $2::date
  AND NOT EXISTS (
      SELECT FROM case_escalation AS e
      WHERE e.person_id = c.person_id AND e.case_id = c.case_id AND e.version = latest.version)
  -- Of people who are one human, one case is worked.
  AND (
      NOT EXISTS (
          SELECT FROM person_link AS l
          WHERE (l.person_id = c.person_id OR l.golden_person_id = c.person_id) AND l.closed_at IS NULL)
      OR c.case_id = leading_case(c.person_id))
ORDER BY latest.due_on, c.case_id
LIMIT $3::integer
ON CONFLICT ON CONSTRAINT case_step_is_escalated_once DO NOTHING
RETURNING person_id
