-- The state in which a change of a number found the cases that it moved, as far as nobody has moved them since.
--   $1  change_id  uuid
SELECT moved.person_id, before.state
FROM number_change AS c
CROSS JOIN LATERAL unnest(c.people) AS concerned (person_id)
JOIN registration_case AS r ON r.person_id = concerned.person_id
CROSS JOIN LATERAL (
    SELECT v.person_id, v.case_id, v.recorded_at FROM registration_case_version AS v
    WHERE v.person_id = r.person_id AND v.case_id = r.case_id
    ORDER BY v.version DESC LIMIT 1) AS moved
CROSS JOIN LATERAL (
    SELECT v.state FROM registration_case_version AS v
    WHERE v.person_id = moved.person_id AND v.case_id = moved.case_id AND v.recorded_at <> c.changed_at
    ORDER BY v.version DESC LIMIT 1) AS before
WHERE c.change_id = $1::uuid AND moved.recorded_at = c.changed_at
ORDER BY moved.person_id
