-- What stewards changed about the NHS numbers of people, or about their cases.
--   $1  person_ids  uuid[]
SELECT to_json(entry)::text AS entry
FROM (
    SELECT c.person_id, c.change_id, c.review_id, c.exclusion_id, c.people, c.changed_at, c.changed_by, c.undone_at,
           c.undone_by, c.undo_reason
    FROM number_change AS c
    WHERE c.person_id = ANY ($1::uuid[])
    ORDER BY c.changed_at, c.change_id) AS entry
