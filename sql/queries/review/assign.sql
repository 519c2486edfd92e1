-- Gives an open review to somebody to work on, unless a third person works on it: no row or one row.
--   $1  review_id   uuid
--   $2  account_id  uuid
--   $3  lease       double precision  seconds until others may take it
UPDATE review
SET assigned_to = $2::uuid, assigned_until = now() + make_interval(secs => $3::double precision)
WHERE review_id = $1::uuid AND closed_at IS NULL
  AND (assigned_to IS NULL OR assigned_until <= now() OR assigned_to IN ($2::uuid, acting_account()))
RETURNING assigned_until
