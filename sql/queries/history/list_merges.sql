-- The merges that name people, open and closed.
--   $1  person_ids  uuid[]
SELECT to_json(entry)::text AS entry
FROM (
    SELECT m.person_id, m.merge_id, m.other_person_id, m.run_id, m.rule, m.opened_at, m.opened_by, m.reason,
           m.closed_at, m.closed_by, m.close_reason
    FROM person_merge AS m
    WHERE m.person_id = ANY ($1::uuid[]) OR m.other_person_id = ANY ($1::uuid[])
    ORDER BY m.opened_at, m.merge_id) AS entry
