-- Adds an upload, whose rows follow.
--   $1  upload_id       uuid
--   $2  sha256          bytea    of the file
--   $3  row_count       integer
--   $4  enrolled_count  integer  rows that were not refused
--   $5  is_finished     boolean  false where another transaction has yet to commit
INSERT INTO upload (upload_id, organisation_id, sha256, row_count, enrolled_count, created_by, finished_at)
VALUES ($1::uuid, acting_organisation(), $2::bytea, $3::integer, $4::integer, acting_account(),
        CASE WHEN $5::boolean THEN now() END)
