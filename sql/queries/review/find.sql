-- A review by its id, open or closed: no row or one row.
--   $1  review_id  uuid
--   $2  today      date
SELECT r.review_id, r.person_id, r.kind, r.conflict, r.other_person_id, r.record_id, r.nhs_number, r.score, r.reasons,
       r.vetoes, r.run_id, r.opened_at, r.closed_at, r.close_reason, r.waits_until,
       CASE WHEN r.assigned_until > now() THEN r.assigned_to END AS assigned_to,
       CASE WHEN r.assigned_until > now() THEN colleague_name(r.assigned_to) END AS assignee_name,
       CASE WHEN r.assigned_until > now() THEN r.assigned_until END AS assigned_until,
       review_standing(r, $2::date) AS standing,
       (SELECT count(*) FROM review_decision AS d WHERE d.person_id = r.person_id AND d.review_id = r.review_id) AS steps
FROM review AS r
WHERE r.review_id = $1::uuid
