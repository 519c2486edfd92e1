-- The declarations that stand about any of these people.
--   $1  person_ids  uuid[]
SELECT e.exclusion_id, e.person_id, e.other_person_id, e.nhs_number, e.reason, e.declared_at,
       colleague_name(e.declared_by) AS declared_by_name, e.withdrawn_at, e.withdraw_reason
FROM person_exclusion AS e
WHERE e.withdrawn_at IS NULL AND (e.person_id = ANY ($1::uuid[]) OR e.other_person_id = ANY ($1::uuid[]))
ORDER BY e.declared_at, e.exclusion_id
