-- The temporary IDs that the people of an employer carry, in the order of names.
--   $1  organisation_id  uuid
SELECT i.value
FROM (
    SELECT DISTINCT e.person_id FROM employment AS e
    WHERE e.organisation_id = $1::uuid AND e.withdrawn_at IS NULL AND e.ended_on IS NULL) AS staff
JOIN identifier AS i ON i.person_id = staff.person_id AND i.scheme = 'temporary_id' AND i.state = 'issued'
CROSS JOIN LATERAL (
    SELECT v.family_name, v.given_names FROM person_details AS v
    WHERE v.person_id = staff.person_id ORDER BY v.version DESC LIMIT 1) AS d
ORDER BY lower(d.family_name), lower(d.given_names), i.value
