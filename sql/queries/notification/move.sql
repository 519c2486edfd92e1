-- Moves a message to another state; a queued one is due at once, with all its tries before it.
--   $1  notification_id  uuid
--   $2  state            text
--   $3  error_code       text  NULL where nothing failed
UPDATE notification
SET state = $2::text, error_code = $3::text, leased_until = NULL, next_try_at = clock_timestamp(),
    changed_at = clock_timestamp(), failures = CASE WHEN $2::text = 'queued' THEN 0 ELSE failures END
WHERE notification_id = $1::uuid
