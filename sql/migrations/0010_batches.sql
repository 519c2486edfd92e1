-- Hot requests of many callers in one statement: check, record, enrol one. A batch has no single actor, so each of
-- these functions of the owner takes account, organisation and role per row, and checks and audits per row what the
-- ordinary operations check and audit by the settings of their transaction. Row-level security stays the guard of
-- sessions.

-- The account where it is not disabled and holds a role at the organisation now that is among the allowed ones.
-- Without SET and SECURITY DEFINER, so that it becomes part of the plan of whoever calls it.
CREATE FUNCTION permitted_member(of_account uuid, at_organisation uuid, in_role text, allowed text[])
RETURNS TABLE (account_id uuid)
    LANGUAGE sql STABLE
AS $$
    SELECT m.account_id
    FROM membership AS m
    JOIN account AS c ON c.account_id = m.account_id AND c.disabled_at IS NULL
    WHERE m.account_id = of_account AND m.organisation_id = at_organisation AND m.role = in_role
      AND m.closed_at IS NULL AND m.role = ANY (allowed)
$$;

-- The places in a batch, from 1, of those whose membership stands.
CREATE FUNCTION permitted_places(accounts uuid[], organisations uuid[], roles text[], allowed text[]) RETURNS bigint[]
    LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
    RETURN ARRAY(
        SELECT a.place
        FROM unnest(accounts, organisations, roles) WITH ORDINALITY AS a (account_id, organisation_id, role, place)
        CROSS JOIN LATERAL permitted_member(a.account_id, a.organisation_id, a.role, allowed));
END
$$;

-- Claims the idempotency keys of these places with their requests and answers, and answers the places whose key is new.
-- A key on which another transaction is at work is left to the ordinary door, which says so: the batch never waits. The
-- lock is that of sql/queries/idempotency/claim.sql.
CREATE FUNCTION claim_keys(
    of_operation text, accounts uuid[], organisations uuid[], keys text[], requests text[], places bigint[])
RETURNS bigint[]
    LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    claimed bigint[];
BEGIN
    WITH asked AS (
        SELECT a.account_id, a.organisation_id, a.key, min(a.place) AS place
        FROM unnest(accounts, organisations, keys) WITH ORDINALITY AS a (account_id, organisation_id, key, place)
        WHERE a.place = ANY (places)
        GROUP BY a.account_id, a.organisation_id, a.key
        HAVING pg_try_advisory_xact_lock(
            hashtextextended(concat_ws(' ', a.account_id, a.organisation_id, of_operation, a.key), 0))
    ), new AS (
        INSERT INTO idempotency_key (account_id, organisation_id, operation, key, request_sha256, response)
        SELECT a.account_id, a.organisation_id, of_operation, a.key, (r.request ->> 'request_sha256')::bytea,
               (r.request ->> 'response')::jsonb
        FROM asked AS a CROSS JOIN LATERAL (SELECT requests[a.place]::json AS request) AS r
        ORDER BY a.account_id, a.organisation_id, a.key
        ON CONFLICT ON CONSTRAINT idempotency_key_is_used_once DO NOTHING
        RETURNING account_id, organisation_id, key
    )
    SELECT array_agg(a.place) INTO claimed
    FROM asked AS a
    JOIN new AS n ON n.account_id = a.account_id AND n.organisation_id = a.organisation_id AND n.key = a.key;
    RETURN coalesce(claimed, '{}');
END
$$;

-- Takes back the claims of places that nothing is done for.
CREATE FUNCTION release_keys(
    of_operation text, accounts uuid[], organisations uuid[], keys text[], claimed bigint[], done bigint[])
RETURNS void
    LANGUAGE plpgsql
AS $$
BEGIN
    IF cardinality(claimed) = cardinality(done) THEN RETURN; END IF;
    DELETE FROM idempotency_key AS k
    USING unnest(accounts, organisations, keys) WITH ORDINALITY AS a (account_id, organisation_id, key, place)
    WHERE a.place = ANY (claimed) AND NOT a.place = ANY (done)
      AND k.account_id = a.account_id AND k.organisation_id = a.organisation_id AND k.operation = of_operation
      AND k.key = a.key;
END
$$;

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
    primary_source boolean, override_reason text, details_version integer)
    LANGUAGE sql STABLE
AS $$
    SELECT m.golden_person_id, m.person_id, n.value, d.title, d.given_names, d.middle_names, d.family_name,
           d.previous_family_names, d.latin_given_names, d.latin_family_name, d.birth_date, d.birth_date_precision,
           d.sex, d.address_line, d.town, d.postcode, d.phone, d.email, d.country_of_birth, d.claimed_nhs_number,
           d.number_unavailable, v.vaccination_id, v.version, v.status, v.disease, v.product, v.dose_number,
           v.given_at, v.given_on, v.site_id, v.ods_code, v.name, v.batch_number, v.batch_expiry, v.body_site, v.route,
           v.performer, v.primary_source, v.override_reason, d.version
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
               p.phone, p.email, p.country_of_birth, p.claimed_nhs_number, p.number_unavailable, p.version
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
        SELECT a.place::integer AS place, a.account_id, a.organisation_id, a.role,
               h.account_id IS NOT NULL AS is_permitted, i.person_id AS holder_id, i.state,
               i.replaced_by, r.*
        FROM unnest(accounts, organisations, roles, ids) WITH ORDINALITY
            AS a (account_id, organisation_id, role, id, place)
        LEFT JOIN LATERAL permitted_member(
            a.account_id, a.organisation_id, a.role, ARRAY['vaccinator', 'steward', 'system']) AS h ON true
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

-- What a decision about a dose rests on, of one human: members, numbers, details and doses by their versions.
CREATE FUNCTION group_basis(of_person uuid) RETURNS TABLE (basis text)
    LANGUAGE sql STABLE
AS $$
    SELECT md5(string_agg(
        concat_ws(' ', r.golden_person_id, r.person_id, r.nhs_number, 'd' || r.details_version, r.vaccination_id,
                  r.version),
        ',' ORDER BY r.person_id, r.vaccination_id))
    FROM group_records(of_person) AS r
$$;

-- What many recordings are decided by, before anything is locked. Nothing is audited: only who goes on learns of it.
CREATE FUNCTION read_recipients(
    accounts uuid[], organisations uuid[], roles text[], keys text[], ids text[])
RETURNS TABLE (
    place integer, is_permitted boolean, is_known_key boolean, basis text, holder_id uuid, state text, replaced_by text,
    golden_person_id uuid, person_id uuid, nhs_number text, title text, given_names text, middle_names text,
    family_name text, previous_family_names text[], latin_given_names text, latin_family_name text, birth_date date,
    birth_date_precision text, sex text, address_line text, town text, postcode text, phone text, email text,
    country_of_birth text, claimed_nhs_number text, number_unavailable text, vaccination_id uuid, version integer,
    status text, disease text, product text, dose_number integer, given_at timestamptz, given_on date, site_id uuid,
    site_code text, site_name text, batch_number text, batch_expiry date, body_site text, route text, performer text,
    primary_source boolean, override_reason text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = outreach, pg_temp
    SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off
    SET enable_mergejoin = off SET enable_memoize = off SET enable_material = off
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT a.place::integer, h.account_id IS NOT NULL, k.key IS NOT NULL, b.basis, i.person_id, i.state, i.replaced_by,
           r.golden_person_id, r.person_id, r.nhs_number, r.title, r.given_names, r.middle_names, r.family_name,
           r.previous_family_names, r.latin_given_names, r.latin_family_name, r.birth_date, r.birth_date_precision,
           r.sex, r.address_line, r.town, r.postcode, r.phone, r.email, r.country_of_birth, r.claimed_nhs_number,
           r.number_unavailable, r.vaccination_id, r.version, r.status, r.disease, r.product, r.dose_number, r.given_at,
           r.given_on, r.site_id, r.site_code, r.site_name, r.batch_number, r.batch_expiry, r.body_site, r.route,
           r.performer, r.primary_source, r.override_reason
    FROM unnest(accounts, organisations, roles, keys, ids) WITH ORDINALITY
        AS a (account_id, organisation_id, role, key, id, place)
    LEFT JOIN LATERAL permitted_member(
        a.account_id, a.organisation_id, a.role, ARRAY['vaccinator', 'system']) AS h ON true
    LEFT JOIN idempotency_key AS k
        ON k.account_id = h.account_id AND k.organisation_id = a.organisation_id AND k.operation = 'record_vaccination'
       AND k.key = a.key
    LEFT JOIN identifier AS i
        ON i.scheme = 'temporary_id' AND i.value = a.id AND h.account_id IS NOT NULL AND k.key IS NULL
    LEFT JOIN LATERAL group_basis(i.person_id) AS b ON i.person_id IS NOT NULL
    LEFT JOIN LATERAL group_records(i.person_id) AS r ON i.person_id IS NOT NULL
    ORDER BY a.place;
END
$$;

-- Writes many doses that were decided by what read_recipients answered, each with its messages, audit entry and key: a
-- row is done where everything that it rests on still stands under the lock of its people, and is left alone where not,
-- or where anybody else is at work on them: it is for an ordinary transaction then, which waits.
CREATE FUNCTION record_doses(
    accounts uuid[], organisations uuid[], roles text[], keys text[], ids text[], states text[], bases text[],
    members text[], doses text[])
RETURNS TABLE (place integer, is_permitted boolean, is_done boolean)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = outreach, pg_temp
    SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off
    SET enable_mergejoin = off SET enable_memoize = off SET enable_material = off
AS $$
#variable_conflict use_column
DECLARE
    permitted bigint[];
    claimed   bigint[];
    locked    uuid[];
    ready     bigint[];
BEGIN
    permitted := permitted_places(accounts, organisations, roles, ARRAY['vaccinator', 'system']);
    -- Keys before people, as ordinary transactions take them. This may wait for one that holds the same key, and then
    -- holds nothing that the other needs.
    claimed := claim_keys('record_vaccination', accounts, organisations, keys, doses, permitted);
    -- People are never waited for: whoever is locked by somebody else is left to an ordinary transaction.
    locked := ARRAY(
        SELECT p.person_id FROM person AS p
        WHERE p.person_id IN (
            SELECT unnest(a.members::uuid[]) FROM unnest(members) WITH ORDINALITY AS a (members, place)
            WHERE a.place = ANY (claimed))
        ORDER BY p.person_id FOR NO KEY UPDATE SKIP LOCKED);
    -- A new statement sees everything that was committed before the locks were taken.
    ready := ARRAY(
        SELECT min(a.place)
        FROM unnest(ids, states, bases, members) WITH ORDINALITY AS a (id, state, basis, members, place)
        JOIN identifier AS i ON i.scheme = 'temporary_id' AND i.value = a.id AND i.state = a.state
        CROSS JOIN LATERAL group_basis(i.person_id) AS b
        WHERE a.place = ANY (claimed) AND a.members::uuid[] <@ locked AND b.basis = a.basis
        -- Of several doses of one human the first: the others rest on what it changes.
        GROUP BY a.members);
    PERFORM release_keys('record_vaccination', accounts, organisations, keys, claimed, ready);
    WITH given AS MATERIALIZED (
        SELECT a.place, a.account_id, a.organisation_id, a.role, v.*, a.dose -> 'audit' AS audit,
               a.dose ->> 'nhs_number' AS nhs_number
        FROM unnest(accounts, organisations, roles, doses::json[]) WITH ORDINALITY
            AS a (account_id, organisation_id, role, dose, place)
        CROSS JOIN LATERAL json_to_record(a.dose -> 'version') AS v (
            person_id uuid, vaccination_id uuid, version integer, status text, disease text, product text,
            procedure_code text, dose_number integer, given_at timestamptz, given_on date, site_id uuid,
            batch_number text, batch_expiry date, body_site text, route text, performer text, primary_source boolean,
            override_reason text, reason text)
        WHERE a.place = ANY (ready)
    ), events AS (
        INSERT INTO vaccination (person_id, vaccination_id, disease, given_on, site_id)
        SELECT g.person_id, g.vaccination_id, g.disease, g.given_on, g.site_id FROM given AS g
    ), versions AS (
        INSERT INTO vaccination_version (
            person_id, vaccination_id, version, status, disease, product, procedure_code, dose_number, given_at,
            given_on, site_id, batch_number, batch_expiry, body_site, route, performer, primary_source, override_reason,
            reason, recorded_by, recorded_for)
        SELECT g.person_id, g.vaccination_id, g.version, g.status, g.disease, g.product, g.procedure_code,
               g.dose_number, g.given_at, g.given_on, g.site_id, g.batch_number, g.batch_expiry, g.body_site, g.route,
               g.performer, g.primary_source, g.override_reason, g.reason, g.account_id, g.organisation_id
        FROM given AS g
    ), messages AS (
        INSERT INTO notification (person_id, vaccination_id, version, action, recipient, nhs_number, state)
        SELECT g.person_id, g.vaccination_id, g.version, 'new', recipient, g.nhs_number,
               CASE WHEN g.nhs_number IS NULL THEN 'held' ELSE 'queued' END
        FROM given AS g CROSS JOIN unnest(ARRAY['immunisation_store', 'practice']) AS recipient
        ORDER BY g.place, recipient
    )
    INSERT INTO audit_entry (organisation_id, account_id, role, action, person_id, details)
    SELECT g.organisation_id, g.account_id, g.role, 'record_vaccination', g.person_id, g.audit::jsonb FROM given AS g;
    RETURN QUERY
    SELECT a::integer, a = ANY (permitted), a = ANY (ready) FROM generate_series(1, cardinality(accounts)) AS a;
END
$$;

-- What many enrolments of one worker are decided by, before anything is locked: the employer, whether the employer's
-- reference is taken, and the people of the register who share a blocking key, one row for each. The basis is what the
-- decision rests on.
CREATE FUNCTION enrolment_basis(of_employer uuid, of_reference text, wanted_keys bigint[]) RETURNS TABLE (basis text)
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
         FROM (SELECT DISTINCT w.person_id FROM person_key AS w WHERE w.key = ANY (wanted_keys)) AS k
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

CREATE FUNCTION read_enrolments(
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
        FROM (SELECT DISTINCT w.person_id FROM person_key AS w WHERE w.key = ANY (a.wanted::bigint[])) AS found
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

-- The patients of the active reference who share a blocking key with each of many workers (reference_candidates).
CREATE FUNCTION read_reference_candidates(wanted text[])
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
    CROSS JOIN LATERAL (
        SELECT DISTINCT k.record_id FROM reference_key AS k
        WHERE k.reference_id = x.reference_id AND k.key = ANY (a.wanted::bigint[])) AS found
    JOIN reference_patient AS p ON p.reference_id = x.reference_id AND p.record_id = found.record_id
    WHERE x.retired_at IS NULL
    ORDER BY a.place, p.record_id;
END
$$;

-- Enrols many workers who were found to be new by what read_enrolments answered, each with card, employment, case,
-- audit entry and key: a row is done where everything that it rests on still stands under the locks that enrolments
-- take, and
-- is left to an ordinary transaction where not.
CREATE FUNCTION enrol_workers(
    accounts uuid[], organisations uuid[], roles text[], keys text[], employers uuid[], refs text[], wanted text[],
    bases text[], workers text[])
RETURNS TABLE (place integer, is_permitted boolean, is_done boolean)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = outreach, pg_temp
    SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off
    SET enable_mergejoin = off SET enable_memoize = off SET enable_material = off
AS $$
#variable_conflict use_column
DECLARE
    permitted bigint[];
    claimed   bigint[];
    locked    bigint[];
    ready     bigint[] := '{}';
BEGIN
    permitted := permitted_places(accounts, organisations, roles, ARRAY['manager', 'administrator']);
    claimed := claim_keys('enrol_worker', accounts, organisations, keys, workers, permitted);
    -- As person/lock_enrolment and person/lock_enrolment_keys, without waiting.
    IF pg_try_advisory_xact_lock_shared(hashtextextended('outreach.enrolment', 0)) THEN
        locked := ARRAY(
            SELECT l.place
            FROM (
                SELECT w.place, w.key, min(w.place) OVER (PARTITION BY w.key) AS first
                FROM (
                    SELECT a.place, unnest(a.wanted::bigint[]) AS key
                    FROM unnest(wanted) WITH ORDINALITY AS a (wanted, place) WHERE a.place = ANY (claimed)
                    UNION ALL
                    SELECT a.place, hashtextextended('outreach.reference ' || a.employer || ' ' || a.ref, 0)
                    FROM unnest(employers, refs) WITH ORDINALITY AS a (employer, ref, place)
                    WHERE a.place = ANY (claimed) AND a.ref IS NOT NULL) AS w) AS l
            GROUP BY l.place
            -- Of two that may be one person the first: the other's decision rests on what it changes.
            HAVING bool_and(l.first = l.place) AND bool_and(pg_try_advisory_xact_lock(l.key)));
        ready := ARRAY(
            SELECT a.place
            FROM unnest(employers, refs, wanted, bases, workers) WITH ORDINALITY
                AS a (employer, ref, wanted, basis, worker, place)
            CROSS JOIN LATERAL enrolment_basis(a.employer, a.ref, a.wanted::bigint[]) AS b
            WHERE a.place = ANY (locked) AND b.basis = a.basis
              AND NOT EXISTS (
                  SELECT FROM identifier AS i
                  WHERE i.scheme = 'temporary_id' AND i.value = a.worker::json ->> 'temporary_id'));
    END IF;
    PERFORM release_keys('enrol_worker', accounts, organisations, keys, claimed, ready);
    WITH new AS MATERIALIZED (
        SELECT a.place, a.account_id, a.organisation_id, a.role, a.worker, a.wanted::bigint[] AS wanted,
               (a.worker ->> 'person_id')::uuid AS person_id
        FROM unnest(accounts, organisations, roles, wanted, workers::json[]) WITH ORDINALITY
            AS a (account_id, organisation_id, role, wanted, worker, place)
        WHERE a.place = ANY (ready)
    ), people AS (
        INSERT INTO person (person_id, created_by, created_for)
        SELECT n.person_id, n.account_id, n.organisation_id FROM new AS n
    ), employments AS (
        INSERT INTO employment (
            person_id, employment_id, organisation_id, employer_reference, job_role, priority_cohort, started_on,
            recorded_by)
        SELECT n.person_id, e.employment_id, e.organisation_id, e.employer_reference, e.job_role, e.priority_cohort,
               e.started_on, n.account_id
        FROM new AS n CROSS JOIN LATERAL json_to_record(n.worker -> 'employment') AS e (
            employment_id uuid, organisation_id uuid, employer_reference text, job_role text, priority_cohort integer,
            started_on date)
    ), details AS (
        INSERT INTO person_details (
            person_id, version, title, given_names, middle_names, family_name, previous_family_names, latin_given_names,
            latin_family_name, birth_date, birth_date_precision, sex, address_line, town, postcode, phone, email,
            country_of_birth, claimed_nhs_number, number_unavailable, recorded_by, recorded_for, reason)
        SELECT n.person_id, d.version, d.title, d.given_names, d.middle_names, d.family_name, d.previous_family_names,
               d.latin_given_names, d.latin_family_name, d.birth_date, d.birth_date_precision, d.sex, d.address_line,
               d.town, d.postcode, d.phone, d.email, d.country_of_birth, d.claimed_nhs_number, d.number_unavailable,
               n.account_id, n.organisation_id, 'enrolled'
        FROM new AS n CROSS JOIN LATERAL json_to_record(n.worker -> 'details') AS d (
            version integer, title text, given_names text, middle_names text, family_name text,
            previous_family_names text[], latin_given_names text, latin_family_name text, birth_date date,
            birth_date_precision text, sex text, address_line text, town text, postcode text, phone text, email text,
            country_of_birth text, claimed_nhs_number text, number_unavailable text)
    ), person_keys AS (
        INSERT INTO person_key (person_id, key) SELECT n.person_id, unnest(n.wanted) FROM new AS n
    ), identifiers AS (
        INSERT INTO identifier (person_id, scheme, value, state, opened_by)
        SELECT n.person_id, 'temporary_id', n.worker ->> 'temporary_id', 'issued', n.account_id FROM new AS n
    ), opened AS MATERIALIZED (
        SELECT n.person_id, n.account_id, c.case_id, c.organisation_id, c.state, c.due_on
        FROM new AS n CROSS JOIN LATERAL json_to_record(n.worker -> 'case') AS c (
            case_id uuid, organisation_id uuid, state text, due_on date)
    ), cases AS (
        INSERT INTO registration_case (person_id, case_id, organisation_id)
        SELECT o.person_id, o.case_id, o.organisation_id FROM opened AS o
    ), case_versions AS (
        INSERT INTO registration_case_version (person_id, case_id, version, state, event, due_on, recorded_by)
        SELECT o.person_id, o.case_id, 1, o.state, 'enrol', o.due_on, o.account_id FROM opened AS o
    )
    INSERT INTO audit_entry (organisation_id, account_id, role, action, person_id, details)
    SELECT n.organisation_id, n.account_id, n.role, 'enrol_worker', n.person_id, (n.worker -> 'audit')::jsonb
    FROM new AS n;
    RETURN QUERY
    SELECT a::integer, a = ANY (permitted), a = ANY (ready) FROM generate_series(1, cardinality(accounts)) AS a;
END
$$;

REVOKE EXECUTE ON FUNCTION
    read_recipients(uuid[], uuid[], text[], text[], text[]),
    record_doses(uuid[], uuid[], text[], text[], text[], text[], text[], text[], text[]),
    read_enrolments(uuid[], uuid[], text[], text[], text[], text[], text[]),
    read_reference_candidates(text[]),
    enrol_workers(uuid[], uuid[], text[], text[], uuid[], text[], text[], text[], text[])
FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    read_recipients(uuid[], uuid[], text[], text[], text[]),
    record_doses(uuid[], uuid[], text[], text[], text[], text[], text[], text[], text[]),
    read_enrolments(uuid[], uuid[], text[], text[], text[], text[], text[]),
    read_reference_candidates(text[]),
    enrol_workers(uuid[], uuid[], text[], text[], uuid[], text[], text[], text[], text[])
TO outreach_service;
