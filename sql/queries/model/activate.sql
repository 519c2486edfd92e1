-- Takes a model into use from now on.
--   $1  model_id  text
--   $2  kind      text  approval or rollback
--   $3  reason    text
INSERT INTO match_model_activation (activation, model_id, kind, reason)
SELECT coalesce(max(a.activation), 0) + 1, $1::text, $2::text, $3::text FROM match_model_activation AS a
