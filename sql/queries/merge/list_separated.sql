-- Pairs that a steward took apart, who are never to be joined by a machine again; those of an undone run are not.
SELECT DISTINCT m.person_id, m.other_person_id
FROM person_merge AS m
LEFT JOIN reconcile_run AS r ON r.run_id = m.run_id
WHERE m.closed_at IS NOT NULL AND r.undone_at IS NULL
  AND NOT EXISTS (
      SELECT FROM person_merge AS o
      WHERE o.person_id = m.person_id AND o.other_person_id = m.other_person_id AND o.closed_at IS NULL)
ORDER BY m.person_id, m.other_person_id
