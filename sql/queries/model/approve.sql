-- Approves a model that nobody has approved.
--   $1  model_id  text
UPDATE match_model SET approved_at = clock_timestamp(), approved_by = acting_account()
WHERE model_id = $1::text AND approved_at IS NULL
