-- Pairs that a steward took apart or declared to be two, with whoever they are merged with: no machine joins them.
--
-- Merges that an undone run had opened say nothing.
WITH apart AS (
    SELECT m.person_id, m.other_person_id
    FROM person_merge AS m
    LEFT JOIN reconcile_run AS r ON r.run_id = m.run_id
    WHERE m.closed_at IS NOT NULL AND r.undone_at IS NULL
      AND NOT EXISTS (
          SELECT FROM person_merge AS o
          WHERE o.person_id = m.person_id AND o.other_person_id = m.other_person_id AND o.closed_at IS NULL)
    UNION
    SELECT e.person_id, e.other_person_id
    FROM person_exclusion AS e
    WHERE e.other_person_id IS NOT NULL AND e.withdrawn_at IS NULL
)
SELECT DISTINCT one AS person_id, other AS other_person_id
FROM apart
CROSS JOIN LATERAL person_group(apart.person_id) AS one
CROSS JOIN LATERAL person_group(apart.other_person_id) AS other
WHERE one <> other
ORDER BY one, other
