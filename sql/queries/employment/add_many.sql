-- Adds employments.
--   $1  employments  json  array of objects with the names of the columns
INSERT INTO employment (
    person_id, employment_id, organisation_id, employer_reference, job_role, priority_cohort, started_on, recorded_by)
SELECT e.person_id, e.employment_id, e.organisation_id, e.employer_reference, e.job_role, e.priority_cohort,
       e.started_on, acting_account()
FROM json_to_recordset($1::json) AS e (
    person_id uuid, employment_id uuid, organisation_id uuid, employer_reference text, job_role text,
    priority_cohort integer, started_on date)
