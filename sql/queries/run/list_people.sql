-- Everybody whom a run compares: people who wait for a number, and those with one who share a blocking key with them.
--
-- The latter are there so that what is seen twice (a phone, an address) counts as seen twice in every run. People whose
-- every enrolment was undone are left out.
WITH known AS MATERIALIZED (
    SELECT person_id, created_at, golden_person_id, is_open FROM enrolled_person
), shared AS (
    -- Keys that lead somewhere, as the matcher follows them.
    SELECT k.key FROM person_key AS k
    WHERE EXISTS (SELECT FROM known WHERE NOT is_open)
    GROUP BY k.key HAVING count(*) > 1 AND count(*) <= largest_block(k.key)
), keyed AS (
    SELECT k.key, w.person_id, w.is_open
    FROM shared AS s
    JOIN person_key AS k ON k.key = s.key
    JOIN known AS w ON w.person_id = k.person_id
), compared AS (
    SELECT person_id FROM known WHERE is_open
    UNION ALL
    SELECT DISTINCT h.person_id
    FROM keyed AS w
    JOIN keyed AS h ON h.key = w.key AND NOT h.is_open
    WHERE w.is_open
)
SELECT d.person_id, w.golden_person_id, (extract(epoch FROM w.created_at) * 1000000)::bigint AS created_at, w.is_open,
       d.version, d.title, d.given_names, d.middle_names, d.family_name, d.previous_family_names, d.latin_given_names,
       d.latin_family_name, d.birth_date, d.birth_date_precision, d.sex, d.address_line, d.town, d.postcode, d.phone,
       d.email, d.country_of_birth, d.claimed_nhs_number, d.number_unavailable
FROM compared AS c
JOIN known AS w ON w.person_id = c.person_id
JOIN person_current AS d ON d.person_id = c.person_id
ORDER BY d.person_id
