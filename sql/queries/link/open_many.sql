-- Opens links to golden people.
--   $1  person_ids  uuid[]
--   $2  golden_ids  uuid[]  one for each
--   $3  merge_ids   uuid[]  the merge that each link follows from
INSERT INTO person_link (person_id, link_id, golden_person_id, merge_id, opened_at)
SELECT person_id, gen_random_uuid(), golden_person_id, merge_id, clock_timestamp()
FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS opened (person_id, golden_person_id, merge_id)
