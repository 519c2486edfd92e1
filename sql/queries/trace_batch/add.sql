-- Begins a batch of questions.
--   $1  batch_id  uuid
--   $2  scope     text  waiting or held
INSERT INTO trace_batch (batch_id, scope) VALUES ($1::uuid, $2::text)
