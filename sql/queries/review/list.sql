-- Reviews, the one that has waited longest first.
--   $1  kinds          text[]       only reviews of one of these, or NULL for all
--   $2  standings      text[]       only reviews that stand so today
--   $3  assigned_to    uuid         only what this account works on, or NULL
--   $4  is_unassigned  boolean      only what nobody works on
--   $5  opened_before  timestamptz  only what is older, or NULL
--   $6  today          date
--   $7  after_review   uuid         only what comes after this one, or NULL for the beginning
--   $8  maximum        integer      the most rows
SELECT r.review_id, r.person_id, r.kind, r.conflict, r.other_person_id, r.record_id, r.nhs_number, r.score, r.reasons,
       r.vetoes, r.run_id, r.opened_at, r.closed_at, r.close_reason, r.waits_until,
       CASE WHEN r.assigned_until > now() THEN r.assigned_to END AS assigned_to,
       CASE WHEN r.assigned_until > now() THEN colleague_name(r.assigned_to) END AS assignee_name,
       CASE WHEN r.assigned_until > now() THEN r.assigned_until END AS assigned_until,
       review_standing(r, $6::date) AS standing,
       (SELECT count(*) FROM review_decision AS d WHERE d.person_id = r.person_id AND d.review_id = r.review_id) AS steps
FROM review AS r
WHERE ($1::text[] IS NULL OR r.kind = ANY ($1::text[]))
  -- Lets the index of what is open be used where closed ones are not asked for.
  AND (r.closed_at IS NULL OR 'closed' = ANY ($2::text[]))
  AND review_standing(r, $6::date) = ANY ($2::text[])
  AND ($3::uuid IS NULL OR (r.assigned_to = $3::uuid AND r.assigned_until > now()))
  AND (NOT $4::boolean OR r.assigned_until IS NULL OR r.assigned_until <= now())
  AND ($5::timestamptz IS NULL OR r.opened_at < $5::timestamptz)
  AND ($7::uuid IS NULL OR (r.opened_at, r.review_id) > (
      SELECT last.opened_at, last.review_id FROM review AS last WHERE last.review_id = $7::uuid))
ORDER BY r.opened_at, r.review_id
LIMIT $8::integer
