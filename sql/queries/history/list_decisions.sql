-- What was decided in reviews of people.
--   $1  person_ids  uuid[]
SELECT to_json(entry)::text AS entry
FROM (
    SELECT d.person_id, d.review_id, d.step, d.decision, d.outcome, d.reason, d.decided_at, d.decided_by,
           d.proposal_step, d.proposed_by, d.merge_id, d.exclusion_id, d.nhs_number
    FROM review_decision AS d
    WHERE d.person_id = ANY ($1::uuid[])
    ORDER BY d.decided_at, d.review_id, d.step) AS entry
