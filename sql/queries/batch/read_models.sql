-- The texts of models, for many callers.
--   $1  ids  text[]
SELECT a.place::integer AS place, m.text
FROM unnest($1::text[]) WITH ORDINALITY AS a (model_id, place)
JOIN match_model AS m ON m.model_id = a.model_id
ORDER BY a.place
