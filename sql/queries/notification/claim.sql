-- Claims messages whose turn it is: of each person the first that is not settled, and none about an event of which an
-- earlier message is dead. An older lease that ran out is taken over.
--   $1  recipient      text
--   $2  maximum        integer
--   $3  lease_seconds  double precision
WITH due AS (
    SELECT n.person_id, n.notification_id
    FROM notification AS n
    WHERE n.recipient = $1::text AND n.state IN ('queued', 'undeliverable')
      AND n.next_try_at <= statement_timestamp()
      AND (n.leased_until IS NULL OR n.leased_until < statement_timestamp())
      AND NOT EXISTS (
          SELECT FROM notification AS e
          WHERE e.person_id = n.person_id AND e.recipient = n.recipient AND e.place < n.place
            AND e.state IN ('queued', 'undeliverable', 'dead')
            AND (e.state <> 'dead' OR e.vaccination_id = n.vaccination_id))
    ORDER BY n.next_try_at, n.place
    LIMIT $2::integer
    FOR UPDATE OF n SKIP LOCKED
)
UPDATE notification AS n
SET state = 'queued', attempt = n.attempt + 1,
    leased_until = clock_timestamp() + make_interval(secs => $3::double precision)
FROM due
WHERE n.person_id = due.person_id AND n.notification_id = due.notification_id
RETURNING n.notification_id, n.place, n.person_id, n.vaccination_id, n.version, n.action, n.recipient, n.nhs_number,
    n.state, n.attempt, n.failures
