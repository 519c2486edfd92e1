-- The text of a model: no row or one row.
--   $1  model_id  text
SELECT text FROM match_model WHERE model_id = $1::text
