-- Closes reviews that concern these people and that a declaration has answered.
--   $1  person_ids  uuid[]
UPDATE review AS r
SET closed_at = clock_timestamp(), close_reason = 'excluded', state = 'open', waits_until = NULL, assigned_to = NULL,
    assigned_until = NULL
WHERE r.closed_at IS NULL
  AND (r.person_id = ANY ($1::uuid[]) OR r.other_person_id = ANY ($1::uuid[]))
  AND CASE r.kind
      WHEN 'duplicate' THEN is_excluded(r.person_id, r.other_person_id, NULL)
      ELSE coalesce(r.conflict, '') NOT IN ('superseded', 'invalidated', 'deceased')
          AND is_excluded(r.person_id, NULL, r.nhs_number)
      END
