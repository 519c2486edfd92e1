-- Closes an open merge.
--   $1  merge_id  uuid
--   $2  reason    text
UPDATE person_merge
SET closed_at = clock_timestamp(), closed_by = acting_account(), close_reason = $2::text
WHERE merge_id = $1::uuid AND closed_at IS NULL
