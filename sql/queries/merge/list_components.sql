-- Everyone whom open merges join to these people, they themselves included, and where each one's live link points.
--   $1  person_ids  uuid[]
WITH RECURSIVE reached (person_id) AS (
    SELECT asked FROM unnest($1::uuid[]) AS asked
    UNION
    SELECT next.person_id
    FROM reached
    CROSS JOIN LATERAL (
        SELECT m.other_person_id AS person_id FROM person_merge AS m
        WHERE m.person_id = reached.person_id AND m.closed_at IS NULL
        UNION ALL
        SELECT m.person_id FROM person_merge AS m
        WHERE m.other_person_id = reached.person_id AND m.closed_at IS NULL) AS next
)
SELECT p.person_id, (extract(epoch FROM p.created_at) * 1000000)::bigint AS created_at, l.golden_person_id
FROM reached
-- By person: the planner expects many more than there are, and would read everybody.
CROSS JOIN LATERAL (
    SELECT known.person_id, known.created_at FROM person AS known
    WHERE known.person_id = reached.person_id
    OFFSET 0) AS p
LEFT JOIN LATERAL (
    SELECT link.golden_person_id FROM person_link AS link
    WHERE link.person_id = reached.person_id AND link.closed_at IS NULL
    OFFSET 0) AS l ON true
ORDER BY p.person_id
