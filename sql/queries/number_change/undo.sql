-- Takes down that a change of a number was taken back.
--   $1  change_id  uuid
--   $2  reason     text
UPDATE number_change
SET undone_at = clock_timestamp(), undone_by = acting_account(), undo_reason = $2::text
WHERE change_id = $1::uuid AND undone_at IS NULL
