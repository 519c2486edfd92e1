-- The open merges between these people.
--   $1  person_ids  uuid[]
SELECT merge_id, person_id, other_person_id
FROM person_merge
WHERE person_id = ANY ($1::uuid[]) AND other_person_id = ANY ($1::uuid[]) AND closed_at IS NULL
ORDER BY person_id, other_person_id
