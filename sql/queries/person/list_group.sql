-- The people whom the open merges make one human with this person, the golden one marked; no row for nobody.
--   $1  person_id  uuid
SELECT p.person_id, p.person_id = golden_person($1::uuid) AS is_golden
FROM person AS p WHERE p.person_id IN (SELECT person_group($1::uuid))
ORDER BY p.person_id
