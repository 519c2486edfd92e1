-- The version of the details that holds now, of each of these people.
--   $1  person_ids  uuid[]
SELECT person_id, max(version) AS version
FROM person_details WHERE person_id = ANY ($1::uuid[])
GROUP BY person_id
ORDER BY person_id
