-- Marks an upload as written whole. From then on it began with this transaction, whose people are older than its row.
--   $1  upload_id  uuid
UPDATE upload SET created_at = now(), finished_at = now() WHERE upload_id = $1::uuid
