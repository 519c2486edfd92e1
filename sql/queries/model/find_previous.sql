-- The model that was in use before the one that is was first taken into use: no row or one row.
SELECT a.model_id
FROM match_model_activation AS a
WHERE a.activation < (
    SELECT min(f.activation) FROM match_model_activation AS f
    WHERE f.model_id = (SELECT l.model_id FROM match_model_activation AS l ORDER BY l.activation DESC LIMIT 1))
ORDER BY a.activation DESC
LIMIT 1
