-- A message, locked until the transaction ends: no row or one row.
--   $1  notification_id  uuid
SELECT person_id, state FROM notification WHERE notification_id = $1::uuid FOR UPDATE
