-- The live NHS number of the group of each of these people, with its holder; no row for those without.
--   $1  person_ids  uuid[]
SELECT asked.person_id, i.value, i.person_id AS holder
FROM unnest($1::uuid[]) AS asked (person_id)
CROSS JOIN LATERAL person_group(asked.person_id) AS member
JOIN identifier AS i ON i.person_id = member AND i.scheme = 'nhs_number' AND i.closed_at IS NULL
ORDER BY asked.person_id, i.value
