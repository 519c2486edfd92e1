-- Every seal in the order of its chain, with its entry where that is there: what a verification recomputes.
SELECT s.organisation_id::text AS stream, s.position, s.entry_id::text AS sealed_entry_id,
    s.occurred_at::text AS sealed_occurred_at, encode(s.entry_sha256, 'hex') AS entry_sha256,
    encode(s.chain_sha256, 'hex') AS chain_sha256, s.sealed_at::text AS sealed_at,
    e.entry_id::text AS entry_id, e.occurred_at::text AS occurred_at, e.organisation_id::text AS organisation_id,
    e.account_id::text AS account_id, e.role, e.action, e.person_id::text AS person_id, e.details::text AS details
FROM audit_seal AS s
LEFT JOIN audit_entry AS e ON e.entry_id = s.entry_id AND e.occurred_at = s.occurred_at
ORDER BY s.organisation_id, s.position
