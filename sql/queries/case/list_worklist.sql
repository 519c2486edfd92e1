-- The registration cases that the actor may see, the one that is due first at the top.
--   $1  states      text[]   only cases in one of these
--   $2  due_before  date     only cases due before this day, or NULL for all
--   $3  maximum     integer  the most rows
--   $4  after_case  uuid     only what comes after this case, or NULL for the beginning
-- Each role comes to its cases by an index of its own: the policies would otherwise be asked about every case there is.
SELECT c.person_id, c.case_id, latest.state, latest.due_on, c.opened_at, o.ods_code AS employer_code,
       o.name AS employer_name
FROM (
    SELECT r.person_id, r.case_id, r.organisation_id, r.opened_at
    FROM registration_case AS r
    WHERE acting_role() = 'manager' AND r.person_id IN (
        SELECT e.person_id FROM employment AS e
        WHERE e.organisation_id = acting_organisation() AND e.withdrawn_at IS NULL)
    UNION ALL
    SELECT r.person_id, r.case_id, r.organisation_id, r.opened_at
    FROM registration_case AS r
    WHERE acting_role() = 'registrar' AND r.organisation_id IN (
        SELECT employer.organisation_id
        FROM organisation AS team
        JOIN organisation AS employer ON employer.area = team.area
        WHERE team.organisation_id = acting_organisation())
    UNION ALL
    SELECT r.person_id, r.case_id, r.organisation_id, r.opened_at
    FROM registration_case AS r
    WHERE acting_role() NOT IN ('manager', 'registrar')) AS c
JOIN organisation AS o ON o.organisation_id = c.organisation_id
CROSS JOIN LATERAL (
    SELECT v.state, v.due_on
    FROM registration_case_version AS v
    WHERE v.person_id = c.person_id AND v.case_id = c.case_id
    ORDER BY v.version DESC LIMIT 1) AS latest
WHERE latest.state = ANY ($1::text[]) AND ($2::date IS NULL OR latest.due_on < $2::date)
  -- Of people who are one human, one case is worked. Few people are merged: the others are not asked about.
  AND (
      NOT EXISTS (
          SELECT FROM person_link AS l
          WHERE (l.person_id = c.person_id OR l.golden_person_id = c.person_id) AND l.closed_at IS NULL)
      OR c.case_id = leading_case(c.person_id))
  AND ($4::uuid IS NULL OR (coalesce(latest.due_on, 'infinity'), c.opened_at, c.case_id) > (
      SELECT coalesce(last.due_on, 'infinity'), last.opened_at, last.case_id
      FROM case_current AS last WHERE last.case_id = $4::uuid))
ORDER BY latest.due_on NULLS LAST, c.opened_at, c.case_id
LIMIT $3::integer
