-- Who is to get a dose, for many callers: a row for each member of the holder's group and each dose, and what a decision
-- about them rests on.
--   $1  accounts       uuid[]
--   $2  organisations  uuid[]  one for each account
--   $3  roles          text[]  the role that each acts in
--   $4  keys           text[]  the idempotency key of each request
--   $5  ids            text[]  the ID that each presents, canonical form
SELECT place, is_permitted, is_known_key, basis, holder_id, state, replaced_by, golden_person_id, person_id, nhs_number,
       title, given_names, middle_names, family_name, previous_family_names, latin_given_names, latin_family_name,
       birth_date, birth_date_precision, sex, address_line, town, postcode, phone, email, country_of_birth,
       claimed_nhs_number, number_unavailable, vaccination_id, version, status, disease, product, dose_number, given_at,
       given_on, site_id, site_code, site_name, batch_number, batch_expiry, body_site, route, performer, primary_source,
       override_reason
FROM read_recipients($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[])
ORDER BY place
