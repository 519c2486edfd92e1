-- A declaration by its id: no row or one row.
--   $1  exclusion_id  uuid
SELECT e.exclusion_id, e.person_id, e.other_person_id, e.nhs_number, e.reason, e.declared_at,
       colleague_name(e.declared_by) AS declared_by_name, e.withdrawn_at, e.withdraw_reason
FROM person_exclusion AS e WHERE e.exclusion_id = $1::uuid
