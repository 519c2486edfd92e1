-- The employments of people with their employers' names, withdrawn ones included.
--   $1  person_ids  uuid[]
SELECT to_json(entry)::text AS entry
FROM (
    SELECT e.person_id, e.employment_id, e.organisation_id, o.name AS employer, e.employer_reference, e.job_role,
           e.priority_cohort, e.started_on, e.ended_on, e.recorded_at, e.recorded_by, e.withdrawn_at
    FROM employment AS e
    JOIN organisation AS o ON o.organisation_id = e.organisation_id
    WHERE e.person_id = ANY ($1::uuid[])
    ORDER BY e.person_id, e.recorded_at, e.employment_id) AS entry
