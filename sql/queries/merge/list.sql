-- Merges, open and closed, the latest first.
--   $1  only_open    boolean  without those that were taken back
--   $2  after_merge  uuid     only what was opened before this one, or NULL for the beginning
--   $3  maximum      integer  the most rows
SELECT m.merge_id, m.person_id, m.other_person_id, m.run_id, m.rule, m.reason, m.opened_at, m.closed_at, m.close_reason
FROM person_merge AS m
WHERE (NOT $1::boolean OR m.closed_at IS NULL)
  AND ($2::uuid IS NULL OR (m.opened_at, m.merge_id) < (
      SELECT last.opened_at, last.merge_id FROM person_merge AS last WHERE last.merge_id = $2::uuid))
ORDER BY m.opened_at DESC, m.merge_id DESC
LIMIT $3::integer
