-- The reviews about people, open and closed.
--   $1  person_ids  uuid[]
SELECT to_json(entry)::text AS entry
FROM (
    SELECT r.person_id, r.review_id, r.kind, r.other_person_id, r.record_id, r.nhs_number, r.score, r.reasons,
           r.vetoes, r.run_id, r.opened_at, r.closed_at, r.close_reason, r.state, r.conflict, r.assigned_to,
           r.assigned_until, r.waits_until, r.waits_for_version, r.waits_for_other_version
    FROM review AS r
    WHERE r.person_id = ANY ($1::uuid[]) OR r.other_person_id = ANY ($1::uuid[])
    ORDER BY r.opened_at, r.review_id) AS entry
