-- The identifiers of people, open and closed.
--   $1  person_ids  uuid[]
SELECT to_json(entry)::text AS entry
FROM (
    SELECT i.person_id, i.scheme, i.value, i.state, i.replaced_by, i.opened_at, i.opened_by, i.closed_at,
           i.closed_by, i.close_reason, i.run_id, i.opening_change_id, i.closing_change_id
    FROM identifier AS i
    WHERE i.person_id = ANY ($1::uuid[])
    ORDER BY i.person_id, i.opened_at, i.scheme, i.value) AS entry
