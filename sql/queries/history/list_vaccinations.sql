-- The immunisation events of people, void ones included.
--   $1  person_ids  uuid[]
SELECT to_json(entry)::text AS entry
FROM (
    SELECT v.person_id, v.vaccination_id, v.disease, v.given_on, v.site_id, v.is_void
    FROM vaccination AS v
    WHERE v.person_id = ANY ($1::uuid[])
    ORDER BY v.given_on, v.vaccination_id) AS entry
