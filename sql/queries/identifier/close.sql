-- Closes a live temporary ID; it keeps resolving.
--   $1  value        text  canonical form
--   $2  state        text  revoked or replaced
--   $3  replaced_by  text  the ID that follows it, or NULL
--   $4  reason       text
UPDATE identifier
SET state = $2::text, replaced_by = $3::text, close_reason = $4::text, closed_at = now(), closed_by = acting_account()
WHERE scheme = 'temporary_id' AND value = $1::text AND closed_at IS NULL
