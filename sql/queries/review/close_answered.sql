-- Closes reviews of these people that nobody has to answer any more: the two are one, the number is known, or the number
-- that something is wrong with is nobody's of them.
--   $1  person_ids  uuid[]
WITH asked AS MATERIALIZED (
    SELECT DISTINCT person_id FROM unnest($1::uuid[]) AS given (person_id)
), waiting AS (
    SELECT r.person_id, r.review_id, r.kind, r.conflict, r.other_person_id, r.nhs_number
    FROM asked AS a
    -- By nothing but the person: in a young register the index of what waits looks as good to the planner.
    CROSS JOIN LATERAL (
        SELECT v.person_id, v.review_id, v.kind, v.conflict, v.other_person_id, v.nhs_number, v.closed_at
        FROM review AS v WHERE v.person_id = a.person_id
        OFFSET 0) AS r
    WHERE r.closed_at IS NULL
    UNION ALL
    -- The other of a pair; the first may be asked about as well.
    SELECT r.person_id, r.review_id, r.kind, r.conflict, r.other_person_id, r.nhs_number
    FROM asked AS a
    CROSS JOIN LATERAL (
        SELECT v.person_id, v.review_id, v.kind, v.conflict, v.other_person_id, v.nhs_number, v.closed_at
        FROM review AS v WHERE v.other_person_id = a.person_id
        OFFSET 0) AS r
    WHERE r.kind = 'duplicate' AND r.closed_at IS NULL
), answered AS MATERIALIZED (
    SELECT w.person_id, w.review_id
    FROM waiting AS w
    LEFT JOIN LATERAL (
        SELECT l.golden_person_id, l.closed_at FROM person_link AS l WHERE l.person_id = w.person_id
        OFFSET 0) AS own ON own.closed_at IS NULL
    -- Whom the person has to be one with: the other of a pair, or whoever has the number now.
    LEFT JOIN LATERAL (
        SELECT w.other_person_id AS person_id WHERE w.kind = 'duplicate'
        UNION ALL
        SELECT i.person_id FROM identifier AS i
        WHERE w.kind <> 'duplicate' AND i.scheme = 'nhs_number' AND i.value = w.nhs_number AND i.closed_at IS NULL
        OFFSET 0) AS other ON true
    LEFT JOIN LATERAL (
        SELECT l.golden_person_id, l.closed_at FROM person_link AS l WHERE l.person_id = other.person_id
        OFFSET 0) AS others ON others.closed_at IS NULL
    WHERE coalesce(w.conflict, '') NOT IN ('superseded', 'invalidated', 'deceased')
        = coalesce(
            coalesce(own.golden_person_id, w.person_id) = coalesce(others.golden_person_id, other.person_id), false)
)
UPDATE review AS r
SET closed_at = clock_timestamp(),
    close_reason = CASE
        WHEN r.kind = 'duplicate' THEN 'merged'
        WHEN r.conflict IN ('superseded', 'invalidated', 'deceased') THEN 'number closed'
        ELSE 'number known' END
FROM answered AS a
WHERE r.person_id = a.person_id AND r.review_id = a.review_id
  -- Written so that no index of what waits answers it: the planner began with that, and asked all the above of each.
  AND coalesce(r.closed_at, 'infinity') = 'infinity'
