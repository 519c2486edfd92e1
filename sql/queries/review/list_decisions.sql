-- The steps of a review's decision, the first one first.
--   $1  person_id  uuid
--   $2  review_id  uuid
SELECT d.step, d.decision, d.outcome, d.reason, d.decided_at, d.decided_by, colleague_name(d.decided_by) AS name,
       d.merge_id, d.exclusion_id, d.nhs_number
FROM review_decision AS d
WHERE d.person_id = $1::uuid AND d.review_id = $2::uuid
ORDER BY d.step
