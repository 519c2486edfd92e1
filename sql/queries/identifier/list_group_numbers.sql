-- The live NHS number of the group of each of these people, with its holder; no row for those without.
--   $1  person_ids  uuid[]
WITH grouped AS (
    SELECT asked.person_id, coalesce(l.golden_person_id, asked.person_id) AS golden_person_id
    FROM unnest($1::uuid[]) AS asked (person_id)
    LEFT JOIN person_link AS l ON l.person_id = asked.person_id AND l.closed_at IS NULL
), members AS (
    SELECT person_id, golden_person_id AS member_id FROM grouped
    UNION ALL
    SELECT g.person_id, l.person_id
    FROM grouped AS g
    JOIN person_link AS l ON l.golden_person_id = g.golden_person_id AND l.closed_at IS NULL
)
SELECT m.person_id, held.value, m.member_id AS holder
FROM members AS m
-- By person, whatever the statistics of a young table say: the index of the numbers looks as good to the planner then,
-- and would be read from end to end for each person.
CROSS JOIN LATERAL (
    SELECT i.scheme, i.value FROM identifier AS i
    WHERE i.person_id = m.member_id AND i.closed_at IS NULL
    OFFSET 0) AS held
WHERE held.scheme = 'nhs_number'
ORDER BY m.person_id, held.value
