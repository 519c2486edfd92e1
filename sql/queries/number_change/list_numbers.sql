-- The numbers that a change gave and took, with whom: of a given one whether it still stands, or stands again after what
-- took it was taken back; of a taken one whether the run that had given it was undone since.
--   $1  change_id  uuid
SELECT i.person_id, i.value, true AS was_given, bool_or(i.closed_at IS NULL) AS is_held, false AS run_is_undone
FROM identifier AS i WHERE i.opening_change_id = $1::uuid
GROUP BY i.person_id, i.value
UNION ALL
SELECT i.person_id, i.value, false, false, r.undone_at IS NOT NULL
FROM identifier AS i
LEFT JOIN reconcile_run AS r ON r.run_id = i.run_id
WHERE i.closing_change_id = $1::uuid
ORDER BY was_given DESC, person_id, value
