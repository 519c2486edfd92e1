-- Declarations, the latest first.
--   $1  only_standing    boolean  without those that were withdrawn
--   $2  after_exclusion  uuid     only what was declared before this one, or NULL for the beginning
--   $3  maximum          integer  the most rows
SELECT e.exclusion_id, e.person_id, e.other_person_id, e.nhs_number, e.reason, e.declared_at,
       colleague_name(e.declared_by) AS declared_by_name, e.withdrawn_at, e.withdraw_reason
FROM person_exclusion AS e
WHERE (NOT $1::boolean OR e.withdrawn_at IS NULL)
  AND ($2::uuid IS NULL OR (e.declared_at, e.exclusion_id) < (
      SELECT last.declared_at, last.exclusion_id FROM person_exclusion AS last WHERE last.exclusion_id = $2::uuid))
ORDER BY e.declared_at DESC, e.exclusion_id DESC
LIMIT $3::integer
