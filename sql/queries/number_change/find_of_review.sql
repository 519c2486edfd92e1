-- The change of a number that the decision of a review made: no row or one row.
--   $1  review_id  uuid
SELECT c.person_id, c.change_id, c.review_id, c.exclusion_id, c.people,
       c.undone_at IS NOT NULL AS is_undone
FROM number_change AS c WHERE c.review_id = $1::uuid
