-- The messages about people, in the order in which they go out.
--   $1  person_ids  uuid[]
SELECT to_json(entry)::text AS entry
FROM (
    SELECT n.person_id, n.notification_id, n.place, n.vaccination_id, n.version, n.action, n.recipient,
           n.nhs_number, n.state, n.created_at, n.changed_at, n.attempt, n.failures, n.next_try_at, n.leased_until,
           n.sent_at, n.error_code, n.traceparent
    FROM notification AS n
    WHERE n.person_id = ANY ($1::uuid[])
    ORDER BY n.place) AS entry
