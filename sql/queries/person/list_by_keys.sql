-- People who share a blocking key, as far as the actor may see them, with the golden person of each.
--   $1  keys  bigint[]
SELECT p.person_id, golden_person(p.person_id) AS golden_person_id
FROM person AS p
WHERE p.person_id IN (SELECT k.person_id FROM people_of_keys($1::bigint[]) AS k)
ORDER BY p.person_id
