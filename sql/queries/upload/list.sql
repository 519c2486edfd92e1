-- The uploads of the acting organisation that were written whole, latest first.
--   $1  count  integer  how many at most
SELECT upload_id, row_count, enrolled_count, created_at, undone_at
FROM upload WHERE organisation_id = acting_organisation() AND finished_at IS NOT NULL
ORDER BY created_at DESC, upload_id LIMIT $1::integer
