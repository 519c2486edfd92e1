-- Closes a review, unless what was done about it has closed it already.
--   $1  review_id  uuid
--   $2  reason     text  a word
UPDATE review
SET closed_at = clock_timestamp(), close_reason = $2::text, state = 'open', waits_until = NULL, assigned_to = NULL,
    assigned_until = NULL
WHERE review_id = $1::uuid AND closed_at IS NULL
