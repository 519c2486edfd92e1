-- Messages in these states, the oldest first.
--   $1  states   text[]
--   $2  maximum  integer
SELECT notification_id, recipient, action, state, vaccination_id, version, failures, error_code, person_id
FROM notification
WHERE state = ANY ($1::text[])
ORDER BY place
LIMIT $2::integer
