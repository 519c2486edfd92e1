-- Puts a review back for whoever comes first.
--   $1  review_id  uuid
UPDATE review SET assigned_to = NULL, assigned_until = NULL WHERE review_id = $1::uuid
