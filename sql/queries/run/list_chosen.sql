-- People as a run compares them: some by their ids, and those who share a blocking key with them.
--
-- Of a key that too many share, one more than lead anywhere, so that it is seen to lead nowhere.
--   $1  person_ids  uuid[]
--   $2  keys        bigint[]
WITH chosen AS (
    SELECT unnest($1::uuid[]) AS person_id
    UNION
    SELECT k.person_id
    FROM unnest($2::bigint[]) AS w (key)
    CROSS JOIN LATERAL (
        SELECT p.person_id FROM person_key AS p WHERE p.key = w.key LIMIT largest_block(w.key) + 1) AS k
)
SELECT d.person_id, golden_person(d.person_id) AS golden_person_id,
       (extract(epoch FROM p.created_at) * 1000000)::bigint AS created_at, false AS is_open, d.version, d.title,
       d.given_names, d.middle_names, d.family_name, d.previous_family_names, d.latin_given_names, d.latin_family_name,
       d.birth_date, d.birth_date_precision, d.sex, d.address_line, d.town, d.postcode, d.phone, d.email,
       d.country_of_birth, d.claimed_nhs_number, d.number_unavailable
FROM chosen AS c
JOIN person AS p ON p.person_id = c.person_id
CROSS JOIN LATERAL (
    SELECT v.person_id, v.version, v.title, v.given_names, v.middle_names, v.family_name, v.previous_family_names,
           v.latin_given_names, v.latin_family_name, v.birth_date, v.birth_date_precision, v.sex, v.address_line, v.town,
           v.postcode, v.phone, v.email, v.country_of_birth, v.claimed_nhs_number, v.number_unavailable
    FROM person_details AS v WHERE v.person_id = c.person_id ORDER BY v.version DESC LIMIT 1) AS d
-- A group of which every enrolment was undone is left out, as in a run over everybody.
WHERE EXISTS (SELECT FROM employment AS e WHERE e.person_id = c.person_id AND e.withdrawn_at IS NULL)
   OR (SELECT coalesce(bool_or(e.withdrawn_at IS NULL), true)
       FROM person_group(c.person_id) AS member (person_id)
       JOIN employment AS e ON e.person_id = member.person_id)
ORDER BY d.person_id
