-- What a million patients need: look-ups by blocking key that stay small, and records that are compared as they stand.
--
-- A key leads nowhere where too many share it: the street of a city, a namesake of thousands. The matcher skips such
-- keys (BlockingKeys.largestBlock), and so does whoever looks people up by them; the lowest bit says which keys are
-- worth following only where hardly anybody has them.
CREATE FUNCTION largest_block(of_key bigint) RETURNS integer
    LANGUAGE sql IMMUTABLE
AS $$ SELECT CASE WHEN of_key & 1 = 1 THEN 8 ELSE 5000 END $$;

-- Everybody in the register who has one of some keys that lead somewhere. One probe of the index for each key: asked
-- for all at once, the planner knew no size and read every patient of a reference instead.
CREATE FUNCTION people_of_keys(wanted_keys bigint[]) RETURNS TABLE (person_id uuid)
    LANGUAGE sql STABLE
AS $$
    SELECT DISTINCT unnest(b.people)
    FROM (SELECT DISTINCT unnest(wanted_keys) AS key) AS w
    CROSS JOIN LATERAL (
        SELECT array_agg(l.person_id) AS people
        FROM (SELECT k.person_id FROM person_key AS k WHERE k.key = w.key LIMIT largest_block(w.key) + 1) AS l) AS b
    WHERE cardinality(b.people) <= largest_block(w.key)
$$;

-- The same for the patients of a reference.
CREATE FUNCTION patients_of_keys(of_reference uuid, wanted_keys bigint[]) RETURNS TABLE (record_id text)
    LANGUAGE sql STABLE
AS $$
    SELECT DISTINCT unnest(b.patients)
    FROM (SELECT DISTINCT unnest(wanted_keys) AS key) AS w
    CROSS JOIN LATERAL (
        SELECT array_agg(l.record_id) AS patients
        FROM (
            SELECT k.record_id FROM reference_key AS k
            WHERE k.reference_id = of_reference AND k.key = w.key LIMIT largest_block(w.key) + 1) AS l) AS b
    WHERE cardinality(b.patients) <= largest_block(w.key)
$$;

REVOKE EXECUTE ON FUNCTION largest_block(bigint), people_of_keys(bigint[]), patients_of_keys(uuid, bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION largest_block(bigint), people_of_keys(bigint[]), patients_of_keys(uuid, bigint[])
    TO outreach_service;

CREATE OR REPLACE FUNCTION register_candidates(wanted_keys bigint[])
RETURNS TABLE (
    person_id uuid, golden_person_id uuid, given_names text, middle_names text, family_name text,
    previous_family_names text[], birth_date date, birth_date_precision text, sex text, address_line text,
    postcode text, phone text, email text, claimed_nhs_number text, nhs_number text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = outreach, pg_temp
AS $$
    SELECT d.person_id, golden_person(d.person_id), d.given_names, d.middle_names, d.family_name, d.previous_family_names,
           d.birth_date, d.birth_date_precision, d.sex, d.address_line, d.postcode, d.phone, d.email,
           d.claimed_nhs_number, n.value
    FROM people_of_keys(wanted_keys) AS found
    CROSS JOIN LATERAL (
        SELECT v.person_id, v.given_names, v.middle_names, v.family_name, v.previous_family_names, v.birth_date,
               v.birth_date_precision, v.sex, v.address_line, v.postcode, v.phone, v.email, v.claimed_nhs_number
        FROM person_details AS v WHERE v.person_id = found.person_id ORDER BY v.version DESC LIMIT 1) AS d
    LEFT JOIN identifier AS n
        ON n.person_id = d.person_id AND n.scheme = 'nhs_number' AND n.closed_at IS NULL
    -- Somebody whose every enrolment was undone is no candidate for the next.
    WHERE EXISTS (SELECT FROM employment AS e WHERE e.person_id = d.person_id AND e.withdrawn_at IS NULL)
    ORDER BY d.person_id
$$;

CREATE OR REPLACE FUNCTION reference_candidates(wanted_keys bigint[])
RETURNS TABLE (
    record_id text, nhs_number text, given_names text, middle_names text, family_name text,
    previous_family_names text[], birth_date date, birth_date_precision text, sex text, address_line text,
    postcode text, previous_postcode text, phone text, email text, deceased boolean, confidential boolean,
    superseded_by text, is_held boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = outreach, pg_temp
AS $$
    SELECT p.record_id, p.nhs_number, p.given_names, p.middle_names, p.family_name, p.previous_family_names,
           p.birth_date, p.birth_date_precision, p.sex, p.address_line, p.postcode, p.previous_postcode, p.phone,
           p.email, p.deceased, p.confidential, p.superseded_by,
           EXISTS (
               SELECT FROM identifier AS i
               WHERE i.scheme = 'nhs_number' AND i.value = p.nhs_number AND i.closed_at IS NULL)
    FROM reference_extract AS x
    CROSS JOIN LATERAL patients_of_keys(x.reference_id, wanted_keys) AS found
    JOIN reference_patient AS p ON p.reference_id = x.reference_id AND p.record_id = found.record_id
    WHERE x.retired_at IS NULL
    ORDER BY p.record_id
$$;

CREATE OR REPLACE FUNCTION enrolment_basis(of_employer uuid, of_reference text, wanted_keys bigint[]) RETURNS TABLE (basis text)
    LANGUAGE sql STABLE
AS $$
    SELECT md5(concat_ws(
        '|', o.kinds, o.setting, o.area,
        (SELECT x.reference_id FROM reference_extract AS x WHERE x.retired_at IS NULL),
        EXISTS (
            SELECT FROM employment AS e
            WHERE e.organisation_id = of_employer AND e.employer_reference = of_reference AND e.withdrawn_at IS NULL),
        (SELECT string_agg(
             concat_ws(' ', k.person_id, d.version, l.golden_person_id, n.value), ',' ORDER BY k.person_id)
         FROM people_of_keys(wanted_keys) AS k
         CROSS JOIN LATERAL (
             SELECT v.version FROM person_details AS v
             WHERE v.person_id = k.person_id ORDER BY v.version DESC LIMIT 1) AS d
         LEFT JOIN person_link AS l ON l.person_id = k.person_id AND l.closed_at IS NULL
         LEFT JOIN LATERAL (
             SELECT held.value FROM (
                 SELECT i.scheme, i.value FROM identifier AS i
                 WHERE i.person_id = k.person_id AND i.closed_at IS NULL OFFSET 0) AS held
             WHERE held.scheme = 'nhs_number') AS n ON true)))
    FROM organisation AS o WHERE o.organisation_id = of_employer
$$;

CREATE OR REPLACE FUNCTION read_enrolments(
    accounts uuid[], organisations uuid[], roles text[], keys text[], codes text[], refs text[], wanted text[])
RETURNS TABLE (
    place integer, is_permitted boolean, is_known_key boolean, basis text, organisation_id uuid, ods_code text,
    name text, kinds text[], setting text, area text, is_placeholder boolean, is_reference_taken boolean,
    is_employed_here boolean, person_id uuid, golden_person_id uuid, given_names text, middle_names text,
    family_name text, previous_family_names text[], birth_date date, birth_date_precision text, sex text,
    address_line text, postcode text, phone text, email text, nhs_number text, is_numbered boolean)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = outreach, pg_temp
    SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off
    SET enable_mergejoin = off SET enable_memoize = off SET enable_material = off
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT a.place::integer, h.account_id IS NOT NULL, k.key IS NOT NULL, b.basis, o.organisation_id, o.ods_code,
           o.name, o.kinds, o.setting, o.area, o.is_placeholder,
           EXISTS (
               SELECT FROM employment AS e
               WHERE e.organisation_id = o.organisation_id AND e.employer_reference = a.ref AND e.withdrawn_at IS NULL),
           c.is_employed_here, c.person_id, golden_person(c.person_id), c.given_names, c.middle_names, c.family_name,
           c.previous_family_names, c.birth_date, c.birth_date_precision, c.sex, c.address_line, c.postcode, c.phone,
           c.email, coalesce(n.value, c.claimed_nhs_number), n.value IS NOT NULL
    FROM unnest(accounts, organisations, roles, keys, codes, refs, wanted) WITH ORDINALITY
        AS a (account_id, organisation_id, role, key, code, ref, wanted, place)
    LEFT JOIN LATERAL permitted_member(
        a.account_id, a.organisation_id, a.role, ARRAY['manager', 'administrator']) AS h ON true
    LEFT JOIN idempotency_key AS k
        ON k.account_id = h.account_id AND k.organisation_id = a.organisation_id AND k.operation = 'enrol_worker'
       AND k.key = a.key
    LEFT JOIN organisation AS o
        ON o.ods_code = a.code AND h.account_id IS NOT NULL AND k.key IS NULL AND 'employer' = ANY (o.kinds)
       AND (a.role = 'administrator' OR o.organisation_id = a.organisation_id)
    LEFT JOIN LATERAL enrolment_basis(o.organisation_id, a.ref, a.wanted::bigint[]) AS b
        ON o.organisation_id IS NOT NULL
    LEFT JOIN LATERAL (
        SELECT d.person_id, d.given_names, d.middle_names, d.family_name, d.previous_family_names, d.birth_date,
               d.birth_date_precision, d.sex, d.address_line, d.postcode, d.phone, d.email, d.claimed_nhs_number,
               EXISTS (
                   SELECT FROM employment AS e
                   WHERE e.person_id = d.person_id AND e.withdrawn_at IS NULL
                     AND e.organisation_id = o.organisation_id) AS is_employed_here
        FROM people_of_keys(a.wanted::bigint[]) AS found
        CROSS JOIN LATERAL (
            SELECT v.person_id, v.given_names, v.middle_names, v.family_name, v.previous_family_names, v.birth_date,
                   v.birth_date_precision, v.sex, v.address_line, v.postcode, v.phone, v.email, v.claimed_nhs_number
            FROM person_details AS v WHERE v.person_id = found.person_id ORDER BY v.version DESC LIMIT 1) AS d
        -- Somebody whose every enrolment was undone is no candidate (register_candidates).
        WHERE EXISTS (SELECT FROM employment AS e WHERE e.person_id = d.person_id AND e.withdrawn_at IS NULL)
        ) AS c ON o.organisation_id IS NOT NULL
    LEFT JOIN LATERAL (
        SELECT held.value FROM (
            SELECT i.scheme, i.value FROM identifier AS i
            WHERE i.person_id = c.person_id AND i.closed_at IS NULL OFFSET 0) AS held
        WHERE held.scheme = 'nhs_number') AS n ON true
    ORDER BY a.place, c.person_id;
END
$$;

CREATE OR REPLACE FUNCTION read_reference_candidates(wanted text[])
RETURNS TABLE (
    place integer, record_id text, nhs_number text, given_names text, middle_names text, family_name text,
    previous_family_names text[], birth_date date, birth_date_precision text, sex text, address_line text,
    postcode text, previous_postcode text, phone text, email text, deceased boolean, confidential boolean,
    superseded_by text, is_held boolean)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = outreach, pg_temp
    SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off
    SET enable_mergejoin = off SET enable_memoize = off SET enable_material = off
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT a.place::integer, p.record_id, p.nhs_number, p.given_names, p.middle_names, p.family_name,
           p.previous_family_names, p.birth_date, p.birth_date_precision, p.sex, p.address_line, p.postcode,
           p.previous_postcode, p.phone, p.email, p.deceased, p.confidential, p.superseded_by,
           EXISTS (
               SELECT FROM identifier AS i
               WHERE i.scheme = 'nhs_number' AND i.value = p.nhs_number AND i.closed_at IS NULL)
    FROM unnest(wanted) WITH ORDINALITY AS a (wanted, place)
    CROSS JOIN reference_extract AS x
    CROSS JOIN LATERAL patients_of_keys(x.reference_id, a.wanted::bigint[]) AS found
    JOIN reference_patient AS p ON p.reference_id = x.reference_id AND p.record_id = found.record_id
    WHERE x.retired_at IS NULL
    ORDER BY a.place, p.record_id;
END
$$;

-- A patient's record as the matcher packs it, made once at load, and the version of the normaliser that made it. A
-- program of another version does not read it: outreach migrate makes it anew, as it does for the blocking keys.
ALTER TABLE reference_patient ADD COLUMN match_version integer;
ALTER TABLE reference_patient ADD COLUMN match_record bytea;
CREATE INDEX reference_patient_is_found_by_its_match_version ON reference_patient (reference_id, match_version);

-- The oldest version of the normaliser that somebody's keys or packed record are of; 0 where a record is missing, since
-- a program of before this migration loaded it. Asked before anybody has signed in.
CREATE FUNCTION matching_version() RETURNS integer
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = outreach, pg_temp
AS $$
    SELECT CASE
        WHEN EXISTS (
            SELECT FROM reference_extract AS x
            JOIN reference_patient AS p ON p.reference_id = x.reference_id AND p.match_version IS NULL
            WHERE x.retired_at IS NULL) THEN 0
        ELSE least(k.version, (
            SELECT min(p.match_version) FROM reference_patient AS p
            WHERE p.reference_id = (SELECT x.reference_id FROM reference_extract AS x WHERE x.retired_at IS NULL)))
        END
    FROM matching_keys AS k
$$;
REVOKE EXECUTE ON FUNCTION matching_version() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION matching_version() TO outreach_service;

-- What is asked of every number that a run gives and every review that it opens: nearly always nobody has declared
-- anything about the person, and then nobody's group has to be looked up.
CREATE OR REPLACE FUNCTION is_excluded(one uuid, other uuid, number text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = outreach, pg_temp
AS $$
    SELECT CASE
        WHEN number IS NOT NULL AND other IS NULL
            AND NOT EXISTS (SELECT FROM person_exclusion AS e WHERE e.nhs_number = number AND e.withdrawn_at IS NULL)
        THEN false
        ELSE EXISTS (
            SELECT FROM person_group(one) AS member
            JOIN person_exclusion AS e ON e.person_id = member AND e.withdrawn_at IS NULL
            WHERE e.nhs_number = number OR e.other_person_id IN (SELECT person_group(other) WHERE other IS NOT NULL)
            UNION ALL
            SELECT FROM person_group(one) AS member
            JOIN person_exclusion AS e ON e.other_person_id = member AND e.withdrawn_at IS NULL
            WHERE e.person_id IN (SELECT person_group(other) WHERE other IS NOT NULL))
        END
$$;
CREATE INDEX exclusion_is_found_by_its_number ON person_exclusion (nhs_number)
    WHERE nhs_number IS NOT NULL AND withdrawn_at IS NULL;

-- Asked once for a statement: asked for every row it took half the time of giving the numbers of a run.
CREATE OR REPLACE FUNCTION keep_excluded_numbers_away() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = outreach, pg_temp
AS $$
BEGIN
    IF EXISTS (
        SELECT FROM opened AS o
        JOIN person_exclusion AS e ON e.nhs_number = o.value AND e.withdrawn_at IS NULL
        WHERE o.scheme = 'nhs_number' AND o.closed_at IS NULL AND is_excluded(o.person_id, NULL, o.value))
    THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'excluded number',
            CONSTRAINT = 'excluded_number_stays_away';
    END IF;
    RETURN NULL;
END
$$;
DROP TRIGGER excluded_number_stays_away ON identifier;
CREATE TRIGGER excluded_number_stays_away AFTER INSERT ON identifier
    REFERENCING NEW TABLE AS opened FOR EACH STATEMENT
    EXECUTE FUNCTION keep_excluded_numbers_away();

-- Tells the planner what a large run has brought: until autovacuum comes by, it takes the numbers that were given for
-- none, and the next run reads them all for each patient.
CREATE FUNCTION refresh_tracing_statistics() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = outreach, pg_temp
AS $$
BEGIN
    ANALYZE identifier, trace, review, person_merge, person_link, registration_case_version;
END
$$;
REVOKE EXECUTE ON FUNCTION refresh_tracing_statistics() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION refresh_tracing_statistics() TO outreach_service;
