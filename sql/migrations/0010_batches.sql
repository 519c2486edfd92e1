-- Hot requests of many callers in one statement: check, record, enrol one. A batch has no single actor, so each function
-- of the owner takes account, organisation and role per row, and checks and audits per row what the ordinary operations
-- check and audit by the settings of their transaction. Row-level security stays the guard of sessions.

-- Everything that a site is shown of one human, row by row: each member of the group with each of its doses.
-- Without SET and SECURITY DEFINER, so that it becomes part of the plan of whoever calls it.
CREATE FUNCTION group_records(of_person uuid)
RETURNS TABLE (
    golden_person_id uuid, person_id uuid, nhs_number text, title text, given_names text, middle_names text,
    family_name text, previous_family_names text[], latin_given_names text, latin_family_name text, birth_date date,
    birth_date_precision text, sex text, address_line text, town text, postcode text, phone text, email text,
    country_of_birth text, claimed_nhs_number text, number_unavailable text, vaccination_id uuid, version integer,
    status text, disease text, product text, dose_number integer, given_at timestamptz, given_on date, site_id uuid,
    site_code text, site_name text, batch_number text, batch_expiry date, body_site text, route text, performer text,
    primary_source boolean, override_reason text)
    LANGUAGE sql STABLE
AS $$
    SELECT m.golden_person_id, m.person_id, n.value, d.title, d.given_names, d.middle_names, d.family_name,
           d.previous_family_names, d.latin_given_names, d.latin_family_name, d.birth_date, d.birth_date_precision,
           d.sex, d.address_line, d.town, d.postcode, d.phone, d.email, d.country_of_birth, d.claimed_nhs_number,
           d.number_unavailable, v.vaccination_id, v.version, v.status, v.disease, v.product, v.dose_number,
           v.given_at, v.given_on, v.site_id, v.ods_code, v.name, v.batch_number, v.batch_expiry, v.body_site, v.route,
           v.performer, v.primary_source, v.override_reason
    FROM (
        SELECT s.golden_person_id, s.golden_person_id AS person_id
        FROM (
            SELECT coalesce(l.golden_person_id, of_person) AS golden_person_id
            FROM (SELECT of_person) AS asked
            LEFT JOIN person_link AS l ON l.person_id = of_person AND l.closed_at IS NULL
            OFFSET 0) AS s
        UNION ALL
        SELECT o.golden_person_id, o.person_id
        FROM person_link AS o
        WHERE o.closed_at IS NULL AND o.golden_person_id = coalesce(
            (SELECT l.golden_person_id FROM person_link AS l WHERE l.person_id = of_person AND l.closed_at IS NULL),
            of_person)
        OFFSET 0) AS m
    -- By person, whatever the statistics of a young table say (identifier/list_group_numbers).
    LEFT JOIN LATERAL (
        SELECT held.value FROM (
            SELECT i.scheme, i.value FROM identifier AS i
            WHERE i.person_id = m.person_id AND i.closed_at IS NULL
            OFFSET 0) AS held
        WHERE held.scheme = 'nhs_number') AS n ON true
    LEFT JOIN LATERAL (
        SELECT p.title, p.given_names, p.middle_names, p.family_name, p.previous_family_names, p.latin_given_names,
               p.latin_family_name, p.birth_date, p.birth_date_precision, p.sex, p.address_line, p.town, p.postcode,
               p.phone, p.email, p.country_of_birth, p.claimed_nhs_number, p.number_unavailable
        FROM person_details AS p WHERE p.person_id = m.person_id ORDER BY p.version DESC LIMIT 1) AS d ON true
    LEFT JOIN LATERAL (
        SELECT w.vaccination_id, w.version, w.status, w.disease, w.product, w.dose_number, w.given_at, w.given_on,
               w.site_id, o.ods_code, o.name, w.batch_number, w.batch_expiry, w.body_site, w.route, w.performer,
               w.primary_source, w.override_reason
        FROM vaccination_version AS w
        JOIN organisation AS o ON o.organisation_id = w.site_id
        WHERE w.person_id = m.person_id AND w.status <> 'void'
          AND NOT EXISTS (
              SELECT FROM vaccination_version AS newer
              WHERE newer.person_id = w.person_id AND newer.vaccination_id = w.vaccination_id
                AND newer.version > w.version OFFSET 0)) AS v ON true
$$;

-- Checks many temporary IDs and writes the audit entry of each: what CheckTemporaryID reads and writes, for many
-- callers. Each ID comes back as one row for each member of its group and each of the member's doses.
CREATE FUNCTION check_temporary_ids(accounts uuid[], organisations uuid[], roles text[], ids text[])
RETURNS TABLE (
    place integer, is_permitted boolean, holder_id uuid, state text, replaced_by text, golden_person_id uuid,
    person_id uuid, nhs_number text, title text, given_names text, middle_names text,
    family_name text, previous_family_names text[], latin_given_names text, latin_family_name text, birth_date date,
    birth_date_precision text, sex text, address_line text, town text, postcode text, phone text, email text,
    country_of_birth text, claimed_nhs_number text, number_unavailable text, vaccination_id uuid, version integer,
    status text, disease text, product text, dose_number integer, given_at timestamptz, given_on date, site_id uuid,
    site_code text, site_name text, batch_number text, batch_expiry date, body_site text, route text, performer text,
    primary_source boolean, override_reason text)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = outreach, pg_temp
    -- Planned once for a connection, and by index whatever the statistics of a young table say.
    SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off
    SET enable_mergejoin = off SET enable_memoize = off SET enable_material = off
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH found AS MATERIALIZED (
        SELECT a.place::integer AS place, a.account_id, a.organisation_id, a.role, h.account_id IS NOT NULL AS is_permitted,
               i.person_id AS holder_id, i.state, i.replaced_by, r.*
        FROM unnest(accounts, organisations, roles, ids) WITH ORDINALITY
            AS a (account_id, organisation_id, role, id, place)
        LEFT JOIN LATERAL (
            SELECT m.account_id
            FROM membership AS m
            JOIN account AS c ON c.account_id = m.account_id AND c.disabled_at IS NULL
            WHERE m.account_id = a.account_id AND m.organisation_id = a.organisation_id AND m.role = a.role
              AND m.closed_at IS NULL AND m.role IN ('vaccinator', 'steward', 'system')) AS h ON true
        LEFT JOIN identifier AS i ON i.scheme = 'temporary_id' AND i.value = a.id AND h.account_id IS NOT NULL
        LEFT JOIN LATERAL group_records(i.person_id) AS r ON i.person_id IS NOT NULL
    ), checked AS (
        SELECT f.place, f.account_id, f.organisation_id, f.role, f.holder_id, f.state,
               min(f.nhs_number) = max(f.nhs_number) AS has_number
        FROM found AS f WHERE f.is_permitted
        GROUP BY f.place, f.account_id, f.organisation_id, f.role, f.holder_id, f.state
    ), audited AS (
        INSERT INTO audit_entry (organisation_id, account_id, role, action, person_id, details)
        SELECT c.organisation_id, c.account_id, c.role,
               CASE WHEN c.holder_id IS NULL THEN 'check_missed' ELSE 'check_temporary_id' END, c.holder_id,
               CASE WHEN c.holder_id IS NULL THEN '{}' ELSE jsonb_build_object(
                   'state', CASE WHEN c.state = 'issued' AND c.has_number THEN 'merged' ELSE c.state END) END
        FROM checked AS c
    )
    SELECT f.place, f.is_permitted, f.holder_id, f.state, f.replaced_by, f.golden_person_id, f.person_id, f.nhs_number,
           f.title, f.given_names, f.middle_names, f.family_name, f.previous_family_names, f.latin_given_names,
           f.latin_family_name, f.birth_date, f.birth_date_precision, f.sex, f.address_line, f.town, f.postcode,
           f.phone, f.email, f.country_of_birth, f.claimed_nhs_number, f.number_unavailable, f.vaccination_id,
           f.version, f.status, f.disease, f.product, f.dose_number, f.given_at, f.given_on, f.site_id, f.site_code,
           f.site_name, f.batch_number, f.batch_expiry, f.body_site, f.route, f.performer, f.primary_source,
           f.override_reason
    FROM found AS f ORDER BY f.place;
END
$$;
REVOKE EXECUTE ON FUNCTION check_temporary_ids(uuid[], uuid[], text[], text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION check_temporary_ids(uuid[], uuid[], text[], text[]) TO outreach_service;
