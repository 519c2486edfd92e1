-- Takes the model of a release into use where none is.
--   $1  model_id  text
--   $2  reason    text
INSERT INTO match_model_activation (activation, model_id, kind, reason, activated_by)
SELECT 1, $1::text, 'release', $2::text, NULL
WHERE NOT EXISTS (SELECT FROM match_model_activation)
