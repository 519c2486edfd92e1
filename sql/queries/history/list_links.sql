-- The links of people, live and closed.
--   $1  person_ids  uuid[]
SELECT to_json(entry)::text AS entry
FROM (
    SELECT l.person_id, l.link_id, l.golden_person_id, l.merge_id, l.opened_at, l.closed_at
    FROM person_link AS l
    WHERE l.person_id = ANY ($1::uuid[]) OR l.golden_person_id = ANY ($1::uuid[])
    ORDER BY l.opened_at, l.link_id) AS entry
