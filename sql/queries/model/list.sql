-- Models with how they stand, the latest first; one or two of them where the beginning of an id is named.
--   $1  beginning  text  of the id, or NULL for all
SELECT m.model_id, m.name, m.notes, m.trained_from, m.added_by IS NULL AS is_shipped, m.added_at, m.added_by,
       colleague_name(m.added_by) AS added_by_name, m.approved_at, colleague_name(m.approved_by) AS approved_by_name,
       used.activated_at, used.activation IS NOT NULL AS was_used,
       used.activation IS NOT DISTINCT FROM (SELECT max(a.activation) FROM match_model_activation AS a) AS is_active
FROM match_model AS m
LEFT JOIN LATERAL (
    SELECT a.activation, a.activated_at FROM match_model_activation AS a
    WHERE a.model_id = m.model_id ORDER BY a.activation DESC LIMIT 1) AS used ON true
WHERE $1::text IS NULL OR starts_with(m.model_id, $1::text)
ORDER BY m.added_at DESC, m.model_id
