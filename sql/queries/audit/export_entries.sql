-- The entries of a period as JSON objects, one a row, each with its seal where it has one; oldest first.
--   $1  from        date    the first day in England, or NULL for the beginning
--   $2  to          date    the last day in England, or NULL for today
--   $3  person_ids  uuid[]  of these people only, or NULL for all
SELECT json_build_object(
    'entry_id', e.entry_id, 'occurred_at', audit_instant(e.occurred_at), 'organisation_id', e.organisation_id,
    'account_id', e.account_id, 'role', e.role, 'action', e.action, 'person_id', e.person_id, 'details', e.details,
    'position', s.position, 'entry_sha256', encode(s.entry_sha256, 'hex'),
    'chain_sha256', encode(s.chain_sha256, 'hex'), 'sealed_at', audit_instant(s.sealed_at)
)::text AS line
FROM audit_entry AS e
LEFT JOIN audit_seal AS s ON s.entry_id = e.entry_id AND s.occurred_at = e.occurred_at
WHERE e.occurred_at >= coalesce($1::date::timestamp AT TIME ZONE 'Europe/London', '-infinity')
  AND e.occurred_at < coalesce(($2::date + 1)::timestamp AT TIME ZONE 'Europe/London', 'infinity')
  AND ($3::uuid[] IS NULL OR e.person_id = ANY ($3::uuid[]))
ORDER BY e.occurred_at, e.entry_id
