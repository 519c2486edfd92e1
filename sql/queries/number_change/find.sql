-- A change of a number by its id: no row or one row.
--   $1  change_id  uuid
SELECT c.person_id, c.change_id, c.review_id, c.exclusion_id, c.people,
       c.undone_at IS NOT NULL AS is_undone
FROM number_change AS c WHERE c.change_id = $1::uuid
