-- The registration cases that the actor may see, the one that is due first at the top.
--   $1  states      text[]   only cases in one of these
--   $2  due_before  date     only cases due before this day, or NULL for all
--   $3  maximum     integer  the most rows
SELECT c.person_id, c.case_id, c.state, c.due_on, c.opened_at, o.ods_code AS employer_code, o.name AS employer_name
FROM case_current AS c
JOIN organisation AS o ON o.organisation_id = c.organisation_id
WHERE c.state = ANY ($1::text[]) AND ($2::date IS NULL OR c.due_on < $2::date)
ORDER BY c.due_on NULLS LAST, c.opened_at, c.case_id
LIMIT $3::integer
