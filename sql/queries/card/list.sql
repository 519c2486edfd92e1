-- What stands on each of these cards, one row for each, in the order asked for.
--   $1  values       text[]  canonical temporary IDs
--   $2  employer_id  uuid    whose name is preferred where a person works for several, or NULL
SELECT i.value, i.person_id, i.state, d.title, d.given_names, d.middle_names, d.family_name, d.latin_given_names,
       d.latin_family_name, d.birth_date, d.birth_date_precision, w.employer_name
FROM unnest($1::text[]) WITH ORDINALITY AS asked (value, place)
JOIN identifier AS i ON i.scheme = 'temporary_id' AND i.value = asked.value
LEFT JOIN LATERAL (
    SELECT v.title, v.given_names, v.middle_names, v.family_name, v.latin_given_names, v.latin_family_name,
           v.birth_date, v.birth_date_precision
    FROM person_details AS v WHERE v.person_id = i.person_id ORDER BY v.version DESC LIMIT 1) AS d ON true
LEFT JOIN LATERAL (
    SELECT o.name AS employer_name
    FROM employment AS e
    JOIN organisation AS o ON o.organisation_id = e.organisation_id
    WHERE e.person_id = i.person_id AND e.withdrawn_at IS NULL
    ORDER BY e.organisation_id IS NOT DISTINCT FROM $2::uuid DESC, e.ended_on DESC NULLS FIRST, e.recorded_at,
             e.employment_id
    LIMIT 1) AS w ON true
ORDER BY asked.place
