-- Writes down what came of sending a message, by whoever holds it.
--   $1  person_id        uuid
--   $2  notification_id  uuid
--   $3  attempt          integer
--   $4  state            text
--   $5  failures         integer
--   $6  delay_seconds    double precision  until the next try
--   $7  error_code       text              NULL where nothing failed
UPDATE notification
SET state = $4::text, failures = $5::integer, error_code = $7::text, leased_until = NULL,
    next_try_at = clock_timestamp() + make_interval(secs => $6::double precision),
    sent_at = CASE WHEN $4::text IN ('sent', 'acknowledged') THEN clock_timestamp() ELSE sent_at END,
    -- Since when it stands in its state: a message that is tried again has been queued all the time.
    changed_at = CASE WHEN $4::text IN ('queued', 'undeliverable') THEN changed_at ELSE clock_timestamp() END
WHERE person_id = $1::uuid AND notification_id = $2::uuid AND attempt = $3::integer AND leased_until IS NOT NULL
