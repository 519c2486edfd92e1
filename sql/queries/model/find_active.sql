-- The model in use, with its text where the program does not know it by its id: no row or one row.
--   $1  known_id  text  the model that the program was shipped with
SELECT a.model_id, CASE WHEN a.model_id <> $1::text THEN m.text END AS text
FROM match_model_activation AS a
JOIN match_model AS m ON m.model_id = a.model_id
ORDER BY a.activation DESC
LIMIT 1
