-- Which models were in use since when, by whom and why, the latest first.
--   $1  model_id  text  only of this model, or NULL for all
SELECT a.activation, a.model_id, m.name, a.kind, a.reason, a.activated_at,
       colleague_name(a.activated_by) AS activated_by_name
FROM match_model_activation AS a
JOIN match_model AS m ON m.model_id = a.model_id
WHERE $1::text IS NULL OR a.model_id = $1::text
ORDER BY a.activation DESC
