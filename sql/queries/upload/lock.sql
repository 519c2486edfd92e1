-- One upload of the acting organisation, locked until the transaction ends.
--   $1  upload_id  uuid
SELECT upload_id, row_count, enrolled_count, created_at, undone_at
FROM upload WHERE upload_id = $1::uuid AND organisation_id = acting_organisation()
FOR UPDATE
