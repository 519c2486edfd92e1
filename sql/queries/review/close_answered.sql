-- Closes reviews of these people that nobody has to answer any more: the two are one, the number is known, or the number
-- that something is wrong with is nobody's of them.
--   $1  person_ids  uuid[]
UPDATE review AS r
SET closed_at = clock_timestamp(),
    close_reason = CASE
        WHEN r.kind = 'duplicate' THEN 'merged'
        WHEN r.conflict IN ('superseded', 'invalidated', 'deceased') THEN 'number closed'
        ELSE 'number known' END
WHERE r.closed_at IS NULL
  AND (r.person_id = ANY ($1::uuid[]) OR r.other_person_id = ANY ($1::uuid[]))
  AND CASE r.kind
      WHEN 'duplicate' THEN golden_person(r.person_id) = golden_person(r.other_person_id)
      ELSE r.person_id = ANY ($1::uuid[])
          AND coalesce(r.conflict, '') NOT IN ('superseded', 'invalidated', 'deceased') = EXISTS (
              SELECT FROM person_group(r.person_id) AS member
              JOIN identifier AS i ON i.person_id = member AND i.scheme = 'nhs_number' AND i.closed_at IS NULL
              WHERE i.value = r.nhs_number)
      END
