-- Every version of what was known of people.
--   $1  person_ids  uuid[]
SELECT to_json(entry)::text AS entry
FROM (
    SELECT d.person_id, d.version, d.title, d.given_names, d.middle_names, d.family_name,
           d.previous_family_names, d.latin_given_names, d.latin_family_name, d.birth_date,
           d.birth_date_precision, d.sex, d.address_line, d.town, d.postcode, d.phone, d.email,
           d.country_of_birth, d.claimed_nhs_number, d.number_unavailable, d.recorded_at, d.recorded_by,
           d.recorded_for, d.reason
    FROM person_details AS d
    WHERE d.person_id = ANY ($1::uuid[])
    ORDER BY d.person_id, d.version) AS entry
