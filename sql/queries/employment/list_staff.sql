-- The live employments of the acting organisation in the order in which they were recorded.
--   $1  after_employment  uuid     only what comes after this one, or NULL for the beginning
--   $2  maximum           integer  the most rows
SELECT e.person_id, e.employment_id, e.employer_reference, e.job_role, e.started_on, e.ended_on, e.recorded_at
FROM employment AS e
WHERE e.organisation_id = acting_organisation() AND e.withdrawn_at IS NULL
  AND ($1::uuid IS NULL OR (e.recorded_at, e.employment_id) > (
      SELECT last.recorded_at, last.employment_id FROM employment AS last
      WHERE last.organisation_id = acting_organisation() AND last.employment_id = $1::uuid))
ORDER BY e.recorded_at, e.employment_id
LIMIT $2::integer
