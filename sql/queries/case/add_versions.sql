-- Adds a version to each of many registration cases.
--   $1  versions  json  array of objects with the names of the columns
INSERT INTO registration_case_version (
    person_id, case_id, version, state, event, evidence, due_on, recorded_by)
SELECT v.person_id, v.case_id, v.version, v.state, v.event, v.evidence, v.due_on, acting_account()
FROM json_to_recordset($1::json) AS v (
    person_id uuid, case_id uuid, version integer, state text, event text, evidence text, due_on date)
