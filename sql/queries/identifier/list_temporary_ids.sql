-- The temporary ID that each of these people carries: the live one of their group, the golden person's first.
--   $1  person_ids  uuid[]
SELECT asked.person_id, carried.value
FROM unnest($1::uuid[]) AS asked (person_id)
CROSS JOIN LATERAL (
    SELECT i.value FROM identifier AS i
    WHERE i.person_id IN (SELECT person_group(asked.person_id)) AND i.scheme = 'temporary_id' AND i.state = 'issued'
    ORDER BY i.person_id = asked.person_id DESC, i.opened_at, i.value
    LIMIT 1) AS carried
