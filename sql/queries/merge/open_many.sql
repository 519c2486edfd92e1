-- Opens merges; one that is open already stays as it is.
--   $1  merges  json  array of objects with the names of the columns
--   $2  run_id  uuid  or NULL where a steward decided
INSERT INTO person_merge (person_id, merge_id, other_person_id, run_id, rule, opened_by, reason)
SELECT m.person_id, m.merge_id, m.other_person_id, $2::uuid, m.rule, acting_account(), m.reason
FROM json_to_recordset($1::json) AS m (
    person_id uuid, merge_id uuid, other_person_id uuid, rule text, reason text)
ON CONFLICT (person_id, other_person_id) WHERE closed_at IS NULL DO NOTHING
