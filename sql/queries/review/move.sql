-- Moves an open review to another state, and puts it back for whoever comes first.
--   $1  review_id    uuid
--   $2  state        text
--   $3  waits_until  date  of one that is to wait
UPDATE review AS r
SET state = $2::text, waits_until = $3::date, assigned_to = NULL, assigned_until = NULL,
    waits_for_version = CASE WHEN $3::date IS NOT NULL THEN (
        SELECT max(d.version) FROM person_details AS d WHERE d.person_id = r.person_id) END,
    waits_for_other_version = CASE WHEN $3::date IS NOT NULL THEN (
        SELECT max(d.version) FROM person_details AS d WHERE d.person_id = r.other_person_id) END
WHERE r.review_id = $1::uuid AND r.closed_at IS NULL
