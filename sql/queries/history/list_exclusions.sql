-- What was declared not to be, of people.
--   $1  person_ids  uuid[]
SELECT to_json(entry)::text AS entry
FROM (
    SELECT e.person_id, e.exclusion_id, e.other_person_id, e.nhs_number, e.reason, e.declared_at, e.declared_by,
           e.withdrawn_at, e.withdrawn_by, e.withdraw_reason
    FROM person_exclusion AS e
    WHERE e.person_id = ANY ($1::uuid[]) OR e.other_person_id = ANY ($1::uuid[])
    ORDER BY e.declared_at, e.exclusion_id) AS entry
