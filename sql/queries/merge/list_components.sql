-- Everyone whom open merges join to these people, they themselves included, and where each one's live link points.
--
-- By person throughout, each look-up fenced off: in a young register every index of a table looks as good to the planner,
-- and it would read one that is sorted by something else from end to end for each person.
--   $1  person_ids  uuid[]
WITH RECURSIVE reached (person_id) AS (
    SELECT asked FROM unnest($1::uuid[]) AS asked
    UNION
    SELECT next.person_id
    FROM reached
    CROSS JOIN LATERAL (
        SELECT m.person_id
        FROM (
            SELECT own.other_person_id AS person_id, own.closed_at FROM person_merge AS own
            WHERE own.person_id = reached.person_id
            OFFSET 0) AS m
        WHERE m.closed_at IS NULL
        UNION ALL
        SELECT m.person_id FROM person_merge AS m
        WHERE m.other_person_id = reached.person_id AND m.closed_at IS NULL) AS next
)
SELECT p.person_id, (extract(epoch FROM p.created_at) * 1000000)::bigint AS created_at, l.golden_person_id
FROM reached
CROSS JOIN LATERAL (
    SELECT known.person_id, known.created_at FROM person AS known
    WHERE known.person_id = reached.person_id
    OFFSET 0) AS p
LEFT JOIN LATERAL (
    SELECT link.golden_person_id, link.closed_at FROM person_link AS link
    WHERE link.person_id = reached.person_id
    OFFSET 0) AS l ON l.closed_at IS NULL
ORDER BY p.person_id
