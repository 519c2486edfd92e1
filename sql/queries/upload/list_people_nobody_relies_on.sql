-- The people that an upload added and that nobody relies on: no dose, no merge, no other employment.
--   $1  upload_id  uuid
SELECT DISTINCT r.person_id
FROM upload_row AS r
JOIN person AS p ON p.person_id = r.person_id AND p.created_for = acting_organisation()
JOIN upload AS u ON u.upload_id = r.upload_id
WHERE r.upload_id = $1::uuid AND p.created_at >= u.created_at AND NOT person_is_relied_on(r.person_id, r.upload_id)
ORDER BY r.person_id
