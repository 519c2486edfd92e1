-- The questions of these references, and what was answered before, locked until the transaction ends.
--   $1  references  text[]
SELECT r.reference, r.person_id, r.asked_number, r.code, r.matched_number
FROM trace_batch_row AS r
WHERE r.reference = ANY ($1::text[])
ORDER BY r.reference
FOR UPDATE
