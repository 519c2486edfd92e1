-- Withdraws the employments that an upload added.
--   $1  upload_id  uuid
UPDATE employment AS e SET withdrawn_at = now()
FROM upload_row AS r
WHERE r.upload_id = $1::uuid AND r.result IN ('enrolled', 'known_person', 'already_registered')
  AND e.person_id = r.person_id AND e.employment_id = r.employment_id AND e.withdrawn_at IS NULL
