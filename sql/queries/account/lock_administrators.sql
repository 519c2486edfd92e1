-- The memberships of everybody who can administer, locked so that two removals at once take turns.
SELECT m.account_id, m.organisation_id
FROM membership AS m
JOIN account AS a ON a.account_id = m.account_id
WHERE m.role = 'administrator' AND m.closed_at IS NULL AND a.disabled_at IS NULL
ORDER BY m.account_id, m.organisation_id
FOR NO KEY UPDATE
