-- A merge by its id, open or closed.
--   $1  merge_id  uuid
SELECT merge_id, person_id, other_person_id, closed_at IS NULL AS is_open
FROM person_merge WHERE merge_id = $1::uuid
