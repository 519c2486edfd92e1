-- What the national tracing service was asked about people, and what it answered.
--   $1  person_ids  uuid[]
SELECT to_json(entry)::text AS entry
FROM (
    SELECT r.person_id, r.batch_id, b.created_at, r.reference, r.version, r.asked_number, r.answered_at,
           r.answered_by, r.code, r.outcome, r.matched_number, r.algorithm, r.confidence, r.given_names,
           r.middle_names, r.family_name, r.birth_date, r.birth_date_precision, r.sex, r.address_line, r.postcode,
           r.phone, r.email, r.practice_code, r.deceased, r.confidential
    FROM trace_batch_row AS r
    JOIN trace_batch AS b ON b.batch_id = r.batch_id
    WHERE r.person_id = ANY ($1::uuid[])
    ORDER BY b.created_at, r.reference) AS entry
