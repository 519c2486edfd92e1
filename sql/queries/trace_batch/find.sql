-- A batch by its id: no row or one row.
--   $1  batch_id  uuid
SELECT batch_id, scope FROM trace_batch WHERE batch_id = $1::uuid
