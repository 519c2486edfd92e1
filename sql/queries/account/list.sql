-- Every account with the roles that it holds now: a row for each role, and one for an account without any.
SELECT a.sign_in, a.name, a.disabled_at IS NOT NULL AS is_disabled, m.role, o.ods_code
FROM account AS a
LEFT JOIN membership AS m ON m.account_id = a.account_id AND m.closed_at IS NULL
LEFT JOIN organisation AS o ON o.organisation_id = m.organisation_id
ORDER BY a.sign_in, m.role, o.ods_code
