-- Locks a review until the transaction ends.
--   $1  review_id  uuid
SELECT review_id FROM review WHERE review_id = $1::uuid FOR UPDATE
