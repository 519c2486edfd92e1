-- Marks an upload as undone.
--   $1  upload_id  uuid
UPDATE upload SET undone_at = now(), undone_by = acting_account() WHERE upload_id = $1::uuid
