-- The reviews that wait, as what makes each of them one of a kind.
SELECT person_id, kind, other_person_id, record_id FROM review WHERE closed_at IS NULL
