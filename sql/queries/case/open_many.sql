-- Opens a registration case for each of many people, with its first version.
--   $1  cases  json  array of objects with the names of the columns
WITH opened AS (
    SELECT c.person_id, c.case_id, c.organisation_id, c.state, c.due_on
    FROM json_to_recordset($1::json) AS c (
        person_id uuid, case_id uuid, organisation_id uuid, state text, due_on date)
), cases AS (
    INSERT INTO registration_case (person_id, case_id, organisation_id)
    SELECT person_id, case_id, organisation_id FROM opened
    RETURNING person_id, case_id
)
INSERT INTO registration_case_version (person_id, case_id, version, state, event, due_on, recorded_by)
SELECT o.person_id, o.case_id, 1, o.state, 'enrol', o.due_on, acting_account()
FROM cases JOIN opened AS o ON o.person_id = cases.person_id AND o.case_id = cases.case_id
