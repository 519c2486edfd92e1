
CREATE SCHEMA outreach;

ALTER SCHEMA outreach OWNER TO outreach_owner;

CREATE TYPE outreach.enrolment AS (
	row_number integer,
	result text,
	problems jsonb,
	person_id uuid,
	employment_id uuid,
	employer_id uuid,
	employer_reference text,
	job_role text,
	priority_cohort integer,
	started_on date,
	adds text,
	temporary_id text,
	case_id uuid,
	case_organisation_id uuid,
	case_state text,
	case_due_on date,
	keys bigint[],
	title text,
	given_names text,
	middle_names text,
	family_name text,
	previous_family_names text[],
	latin_given_names text,
	latin_family_name text,
	birth_date date,
	birth_date_precision text,
	sex text,
	address_line text,
	town text,
	postcode text,
	phone text,
	email text,
	country_of_birth text,
	claimed_nhs_number text,
	number_unavailable text
);

ALTER TYPE outreach.enrolment OWNER TO outreach_owner;

CREATE FUNCTION outreach.acting_account() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('outreach.account', true), '')::uuid $$;

ALTER FUNCTION outreach.acting_account() OWNER TO outreach_owner;

CREATE FUNCTION outreach.acting_organisation() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('outreach.organisation', true), '')::uuid $$;

ALTER FUNCTION outreach.acting_organisation() OWNER TO outreach_owner;

CREATE FUNCTION outreach.acting_role() RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(current_setting('outreach.role', true), '') $$;

ALTER FUNCTION outreach.acting_role() OWNER TO outreach_owner;

CREATE FUNCTION outreach.audit_canonical(fields text[]) RETURNS bytea
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT convert_to(
        string_agg(coalesce(octet_length(field) || ':' || field, '-'), ',' ORDER BY ordinality), 'UTF8')
    FROM unnest(fields) WITH ORDINALITY AS all_fields (field, ordinality)
$$;

ALTER FUNCTION outreach.audit_canonical(fields text[]) OWNER TO outreach_owner;

CREATE FUNCTION outreach.audit_chain_ends() RETURNS TABLE(organisation_id uuid, "position" bigint, chain_sha256 bytea)
    LANGUAGE sql STABLE
    AS $$
    WITH RECURSIVE stream AS (
        (SELECT s.organisation_id FROM audit_seal AS s ORDER BY s.organisation_id LIMIT 1)
        UNION ALL
        SELECT (
            SELECT s.organisation_id FROM audit_seal AS s
            WHERE s.organisation_id > stream.organisation_id ORDER BY s.organisation_id LIMIT 1)
        FROM stream WHERE stream.organisation_id IS NOT NULL
    )
    SELECT last.organisation_id, last.position, last.chain_sha256
    FROM stream
    CROSS JOIN LATERAL (
        SELECT s.organisation_id, s.position, s.chain_sha256
        FROM audit_seal AS s WHERE s.organisation_id = stream.organisation_id
        ORDER BY s.position DESC LIMIT 1) AS last
$$;

ALTER FUNCTION outreach.audit_chain_ends() OWNER TO outreach_owner;

CREATE TABLE outreach.audit_seal (
    organisation_id uuid NOT NULL,
    "position" bigint NOT NULL,
    entry_id uuid NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    entry_sha256 bytea NOT NULL,
    chain_sha256 bytea NOT NULL,
    sealed_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT audit_seal_counts_from_one CHECK (("position" >= 1))
);

ALTER TABLE outreach.audit_seal OWNER TO outreach_owner;

CREATE FUNCTION outreach.audit_chain_sha256(chain bytea, seal outreach.audit_seal) RETURNS bytea
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    SELECT sha256(chain || audit_canonical(ARRAY[
        seal.organisation_id::text, seal.position::text, seal.entry_id::text, audit_instant(seal.occurred_at),
        encode(seal.entry_sha256, 'hex'), audit_instant(seal.sealed_at)]))
$$;

ALTER FUNCTION outreach.audit_chain_sha256(chain bytea, seal outreach.audit_seal) OWNER TO outreach_owner;

CREATE FUNCTION outreach.audit_chain_step(chain bytea, beginning bytea, seal bytea) RETURNS bytea
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN sha256((COALESCE(chain, beginning) || seal));

ALTER FUNCTION outreach.audit_chain_step(chain bytea, beginning bytea, seal bytea) OWNER TO outreach_owner;

CREATE FUNCTION outreach.uuid_v7() RETURNS uuid
    LANGUAGE sql PARALLEL SAFE
    AS $$
    -- RFC 9562, section 5.7: 48 bits of milliseconds, version 7, the rest random.
    SELECT encode(
        int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint << 16 | 28672 | floor(random() * 4096)::bigint)
        || int8send((-2)::bigint << 62 | (floor(random() * (1 << 30))::bigint << 32)
                    | floor(random() * (1::bigint << 32))::bigint),
        'hex')::uuid
$$;

ALTER FUNCTION outreach.uuid_v7() OWNER TO outreach_owner;

CREATE TABLE outreach.audit_entry (
    entry_id uuid DEFAULT outreach.uuid_v7() NOT NULL,
    occurred_at timestamp with time zone DEFAULT now() NOT NULL,
    organisation_id uuid DEFAULT outreach.acting_organisation() NOT NULL,
    account_id uuid DEFAULT outreach.acting_account() NOT NULL,
    role text DEFAULT outreach.acting_role() NOT NULL,
    action text NOT NULL,
    person_id uuid,
    details jsonb DEFAULT '{}'::jsonb NOT NULL,
    written_by xid8 DEFAULT pg_current_xact_id(),
    CONSTRAINT audit_entry_names_its_action CHECK ((action <> ''::text))
)
PARTITION BY RANGE (occurred_at);

ALTER TABLE outreach.audit_entry OWNER TO outreach_owner;

CREATE FUNCTION outreach.audit_entry_sha256(entry outreach.audit_entry) RETURNS bytea
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    SELECT sha256(audit_canonical(ARRAY[
        entry.entry_id::text, audit_instant(entry.occurred_at), entry.organisation_id::text, entry.account_id::text,
        entry.role, entry.action, entry.person_id::text, entry.details::text]))
$$;

ALTER FUNCTION outreach.audit_entry_sha256(entry outreach.audit_entry) OWNER TO outreach_owner;

CREATE FUNCTION outreach.audit_heads() RETURNS TABLE(organisation_id uuid, "position" bigint, chain_sha256 text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    AS $$
    SELECT x.organisation_id, x.position, encode(x.chain_sha256, 'hex')
    FROM audit_chain_ends() AS x WHERE acting_role() = 'auditor' ORDER BY x.organisation_id
$$;

ALTER FUNCTION outreach.audit_heads() OWNER TO outreach_owner;

CREATE FUNCTION outreach.audit_health(OUT unsealed bigint, OUT oldest_unsealed_seconds double precision, OUT months_ahead integer) RETURNS record
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    AS $$
    SELECT count(*), coalesce(extract(epoch FROM now() - min(e.occurred_at)), 0)::double precision,
        (SELECT count(*)::integer FROM generate_series(1, 24) AS step
         WHERE to_regclass('outreach.audit_entry_' || to_char(
             (date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => step)), 'YYYY_MM')) IS NOT NULL)
    FROM audit_entry AS e
    WHERE e.written_by >= (SELECT m.sealed_to FROM audit_mark AS m)
      AND NOT EXISTS (SELECT FROM audit_seal AS s WHERE s.entry_id = e.entry_id)
$$;

ALTER FUNCTION outreach.audit_health(OUT unsealed bigint, OUT oldest_unsealed_seconds double precision, OUT months_ahead integer) OWNER TO outreach_owner;

CREATE FUNCTION outreach.audit_instant(instant timestamp with time zone) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT to_char(instant AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') $$;

ALTER FUNCTION outreach.audit_instant(instant timestamp with time zone) OWNER TO outreach_owner;

CREATE FUNCTION outreach.caller_bearing(credential_sha256 bytea) RETURNS TABLE(client_id uuid, account_id uuid, account_name text, organisation_id uuid, ods_code text, role text, scopes text[], granted_scopes text[], networks text[], known_sha256 bytea, expires_at timestamp with time zone)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    AS $$
    SELECT c.client_id, a.account_id, a.name, o.organisation_id, o.ods_code, m.role, c.scopes, known.granted,
           c.networks::text[], known.sha256, least(c.expires_at, known.until)
    FROM (
        SELECT k.client_id, k.key_sha256 AS sha256, NULL::timestamptz AS until, NULL::text[] AS granted
        FROM api_client AS k WHERE k.key_sha256 = credential_sha256
        UNION ALL
        SELECT k.client_id, k.previous_key_sha256, k.previous_key_until, NULL
        FROM api_client AS k WHERE k.previous_key_sha256 = credential_sha256
        UNION ALL
        SELECT t.client_id, t.token_sha256, t.expires_at, t.scopes
        FROM access_token AS t WHERE t.token_sha256 = credential_sha256
    ) AS known
    JOIN api_client AS c ON c.client_id = known.client_id AND c.revoked_at IS NULL
    JOIN account AS a ON a.account_id = c.account_id AND a.disabled_at IS NULL
    JOIN organisation AS o ON o.organisation_id = c.organisation_id
    CROSS JOIN LATERAL (
        SELECT n.role FROM membership AS n
        WHERE n.account_id = c.account_id AND n.organisation_id = c.organisation_id AND n.closed_at IS NULL
          AND n.role = coalesce(c.role, n.role)
        ORDER BY n.opened_at, n.role LIMIT 1) AS m
    LIMIT 1
$$;

ALTER FUNCTION outreach.caller_bearing(credential_sha256 bytea) OWNER TO outreach_owner;

CREATE FUNCTION outreach.check_temporary_ids(accounts uuid[], organisations uuid[], roles text[], ids text[]) RETURNS TABLE(place integer, is_permitted boolean, holder_id uuid, state text, replaced_by text, golden_person_id uuid, person_id uuid, nhs_number text, title text, given_names text, middle_names text, family_name text, previous_family_names text[], latin_given_names text, latin_family_name text, birth_date date, birth_date_precision text, sex text, address_line text, town text, postcode text, phone text, email text, country_of_birth text, claimed_nhs_number text, number_unavailable text, vaccination_id uuid, version integer, status text, disease text, product text, dose_number integer, given_at timestamp with time zone, given_on date, site_id uuid, site_code text, site_name text, batch_number text, batch_expiry date, body_site text, route text, performer text, primary_source boolean, override_reason text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    SET plan_cache_mode TO 'force_generic_plan'
    SET enable_seqscan TO 'off'
    SET enable_hashjoin TO 'off'
    SET enable_mergejoin TO 'off'
    SET enable_memoize TO 'off'
    SET enable_material TO 'off'
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

ALTER FUNCTION outreach.check_temporary_ids(accounts uuid[], organisations uuid[], roles text[], ids text[]) OWNER TO outreach_owner;

CREATE FUNCTION outreach.claim_keys(of_operation text, accounts uuid[], organisations uuid[], keys text[], requests text[], places bigint[]) RETURNS bigint[]
    LANGUAGE plpgsql
    SET plan_cache_mode TO 'force_generic_plan'
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

ALTER FUNCTION outreach.claim_keys(of_operation text, accounts uuid[], organisations uuid[], keys text[], requests text[], places bigint[]) OWNER TO outreach_owner;

CREATE FUNCTION outreach.claim_miss_alert(of_caller bigint, within_seconds double precision) RETURNS boolean
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    AS $$
    WITH claimed AS (
        INSERT INTO miss_alert AS a (caller, raised_at) VALUES (of_caller, now())
        ON CONFLICT ON CONSTRAINT miss_alert_is_of_a_caller DO UPDATE SET raised_at = now()
        WHERE a.raised_at < now() - make_interval(secs => within_seconds)
        RETURNING 1)
    SELECT EXISTS (SELECT FROM claimed)
$$;

ALTER FUNCTION outreach.claim_miss_alert(of_caller bigint, within_seconds double precision) OWNER TO outreach_owner;

CREATE FUNCTION outreach.client_asserting(of_client uuid) RETURNS TABLE(client_id uuid, account_id uuid, account_name text, organisation_id uuid, ods_code text, role text, scopes text[], networks text[], key_set text, key_set_url text, expires_at timestamp with time zone)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    AS $$
    SELECT c.client_id, a.account_id, a.name, o.organisation_id, o.ods_code, m.role, c.scopes, c.networks::text[],
           c.key_set::text, c.key_set_url, c.expires_at
    FROM api_client AS c
    JOIN account AS a ON a.account_id = c.account_id AND a.disabled_at IS NULL
    JOIN organisation AS o ON o.organisation_id = c.organisation_id
    CROSS JOIN LATERAL (
        SELECT n.role FROM membership AS n
        WHERE n.account_id = c.account_id AND n.organisation_id = c.organisation_id AND n.closed_at IS NULL
          AND n.role = coalesce(c.role, n.role)
        ORDER BY n.opened_at, n.role LIMIT 1) AS m
    WHERE c.client_id = of_client AND c.revoked_at IS NULL AND num_nonnulls(c.key_set, c.key_set_url) > 0
$$;

ALTER FUNCTION outreach.client_asserting(of_client uuid) OWNER TO outreach_owner;

CREATE FUNCTION outreach.colleague_account(with_sign_in text) RETURNS uuid
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    AS $$
    SELECT a.account_id FROM account AS a
    WHERE a.sign_in = with_sign_in AND a.disabled_at IS NULL AND EXISTS (
        SELECT FROM membership AS m
        WHERE m.account_id = a.account_id AND m.organisation_id = acting_organisation() AND m.role = acting_role()
          AND m.closed_at IS NULL)
$$;

ALTER FUNCTION outreach.colleague_account(with_sign_in text) OWNER TO outreach_owner;

CREATE FUNCTION outreach.colleague_name(of_account uuid) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    AS $$
    SELECT a.name FROM account AS a
    WHERE a.account_id = of_account AND EXISTS (
        SELECT FROM membership AS m
        WHERE m.account_id = a.account_id AND m.organisation_id = acting_organisation() AND m.role = acting_role())
$$;

ALTER FUNCTION outreach.colleague_name(of_account uuid) OWNER TO outreach_owner;

CREATE FUNCTION outreach.enqueue_job(wanted_kind text, wanted_payload jsonb, wanted_key text, delay_seconds double precision, attempts integer, OUT job_id uuid, OUT is_new boolean) RETURNS record
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    AS $$
BEGIN
    LOOP
        INSERT INTO job AS j (
            kind, payload, unique_key, run_at, maximum_attempts, requested_by, requested_for, requested_role)
        VALUES (
            wanted_kind, wanted_payload, wanted_key, clock_timestamp() + make_interval(secs => delay_seconds), attempts,
            acting_account(), acting_organisation(), nullif(acting_role(), ''))
        ON CONFLICT (kind, unique_key) WHERE state IN ('queued', 'running') DO NOTHING
        RETURNING j.job_id INTO enqueue_job.job_id;
        IF FOUND THEN
            is_new := true;
            IF delay_seconds <= 0 THEN
                PERFORM pg_notify('outreach_jobs', '');
            END IF;
            RETURN;
        END IF;
        -- Locked, so that the job that is answered has not ended meanwhile; if it has, there is room for a new one.
        SELECT j.job_id INTO enqueue_job.job_id FROM job AS j
        WHERE j.kind = wanted_kind AND j.unique_key = wanted_key AND j.state IN ('queued', 'running')
        FOR KEY SHARE;
        IF FOUND THEN
            is_new := false;
            RETURN;
        END IF;
    END LOOP;
END
$$;

ALTER FUNCTION outreach.enqueue_job(wanted_kind text, wanted_payload jsonb, wanted_key text, delay_seconds double precision, attempts integer, OUT job_id uuid, OUT is_new boolean) OWNER TO outreach_owner;

CREATE FUNCTION outreach.enrol_people(given outreach.enrolment[], of_upload uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    AS $$
DECLARE
    actor      uuid := acting_account();
    acting     uuid := acting_organisation();
    named      uuid[];
    is_nowhere boolean;
    has_cards  boolean;
BEGIN
    SELECT coalesce(array_agg(DISTINCT r.employer_id), '{}')
               || coalesce(array_agg(DISTINCT r.case_organisation_id), '{}'),
           coalesce(bool_or(r.adds IS NOT NULL AND r.employer_id IS NULL), false),
           coalesce(bool_or(r.adds = 'card'), false)
    INTO named, is_nowhere, has_cards
    FROM unnest(given) AS r;
    IF acting_role() NOT IN ('manager', 'registrar', 'administrator')
        OR EXISTS (SELECT FROM unnest(named) AS employer WHERE employer IS NOT NULL AND NOT may_enrol_for(employer))
        OR is_nowhere
        OR has_cards AND EXISTS (
            SELECT FROM unnest(given) AS r
            LEFT JOIN person AS p
                ON p.person_id = r.person_id
               AND (p.created_for = acting OR acting_role() = 'administrator')
            WHERE r.adds = 'card' AND p.person_id IS NULL)
        OR of_upload IS NOT NULL AND NOT EXISTS (
            SELECT FROM upload AS u WHERE u.upload_id = of_upload AND u.organisation_id = acting)
    THEN
        RAISE EXCEPTION 'these enrolments are not the actor''s to write' USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- In the order of the ids, which is that of most indexes: neighbours share a page.
    WITH new AS MATERIALIZED (
        SELECT r.person_id, r.adds, r.temporary_id, r.case_id, r.case_organisation_id, r.case_state, r.case_due_on,
               r.keys, r.title, r.given_names, r.middle_names, r.family_name, r.previous_family_names,
               r.latin_given_names, r.latin_family_name, r.birth_date, r.birth_date_precision, r.sex, r.address_line,
               r.town, r.postcode, r.phone, r.email, r.country_of_birth, r.claimed_nhs_number, r.number_unavailable
        FROM unnest(given) AS r WHERE r.adds IS NOT NULL ORDER BY r.person_id
    ), people AS (
        INSERT INTO person (person_id, created_by, created_for)
        SELECT n.person_id, actor, acting
        FROM new AS n
        WHERE n.adds = 'person'
    ), details AS (
        INSERT INTO person_details (
            person_id, version, title, given_names, middle_names, family_name, previous_family_names,
            latin_given_names, latin_family_name, birth_date, birth_date_precision, sex, address_line, town, postcode,
            phone, email, country_of_birth, claimed_nhs_number, number_unavailable, recorded_by, recorded_for, reason)
        SELECT n.person_id, 1, n.title, n.given_names, n.middle_names, n.family_name, n.previous_family_names,
               n.latin_given_names, n.latin_family_name, n.birth_date, n.birth_date_precision, n.sex, n.address_line,
               n.town, n.postcode, n.phone, n.email, n.country_of_birth, n.claimed_nhs_number, n.number_unavailable,
               actor, acting, 'enrolled'
        FROM new AS n
    ), person_keys AS (
        INSERT INTO person_key (person_id, key)
        SELECT k.person_id, k.key FROM (SELECT n.person_id, unnest(n.keys) AS key FROM new AS n) AS k ORDER BY k.key
    ), identifiers AS (
        INSERT INTO identifier (person_id, scheme, value, state, opened_by)
        SELECT n.person_id, 'temporary_id', n.temporary_id, 'issued', actor
        FROM new AS n WHERE n.temporary_id IS NOT NULL
    ), cases AS (
        INSERT INTO registration_case (person_id, case_id, organisation_id)
        SELECT n.person_id, n.case_id, n.case_organisation_id FROM new AS n
    ), case_versions AS (
        INSERT INTO registration_case_version (person_id, case_id, version, state, event, due_on, recorded_by)
        SELECT n.person_id, n.case_id, 1, n.case_state, 'enrol', n.case_due_on, actor
        FROM new AS n
    ), employments AS (
        INSERT INTO employment (
            person_id, employment_id, organisation_id, employer_reference, job_role, priority_cohort, started_on,
            recorded_by)
        SELECT r.person_id, r.employment_id, r.employer_id, r.employer_reference, r.job_role, r.priority_cohort,
               r.started_on, actor
        FROM unnest(given) AS r
        WHERE r.employer_id IS NOT NULL ORDER BY r.person_id
    )
    INSERT INTO upload_row (upload_id, row_number, result, person_id, employment_id, problems)
    SELECT of_upload, r.row_number, r.result, r.person_id, r.employment_id, r.problems
    FROM unnest(given) AS r WHERE of_upload IS NOT NULL;
END
$$;

ALTER FUNCTION outreach.enrol_people(given outreach.enrolment[], of_upload uuid) OWNER TO outreach_owner;

CREATE FUNCTION outreach.enrol_workers(accounts uuid[], organisations uuid[], roles text[], keys text[], employers uuid[], refs text[], wanted text[], bases text[], workers text[]) RETURNS TABLE(place integer, is_permitted boolean, is_done boolean)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    SET plan_cache_mode TO 'force_generic_plan'
    SET enable_seqscan TO 'off'
    SET enable_hashjoin TO 'off'
    SET enable_mergejoin TO 'off'
    SET enable_memoize TO 'off'
    SET enable_material TO 'off'
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

ALTER FUNCTION outreach.enrol_workers(accounts uuid[], organisations uuid[], roles text[], keys text[], employers uuid[], refs text[], wanted text[], bases text[], workers text[]) OWNER TO outreach_owner;

CREATE FUNCTION outreach.enrolment_basis(of_employer uuid, of_reference text, wanted_keys bigint[]) RETURNS TABLE(basis text)
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

ALTER FUNCTION outreach.enrolment_basis(of_employer uuid, of_reference text, wanted_keys bigint[]) OWNER TO outreach_owner;

CREATE FUNCTION outreach.exchange_caller_use(of_instance uuid, limits text[], callers bigint[], counts integer[], within_seconds double precision) RETURNS TABLE(instance_id uuid, minute bigint, limit_name text, caller bigint, taken integer, idle_seconds double precision, begun_seconds double precision)
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    AS $$
    INSERT INTO caller_use AS u (minute, instance_id, limit_name, caller, taken)
    SELECT date_trunc('minute', now()), of_instance, t.limit_name, t.caller, t.taken
    FROM unnest(limits, callers, counts) AS t (limit_name, caller, taken)
    ON CONFLICT ON CONSTRAINT caller_use_is_counted_by_the_minute
    DO UPDATE SET taken = u.taken + excluded.taken, changed_at = now();

    -- Longer than any limit looks back. What another instance deletes at this moment is left to it.
    DELETE FROM caller_use AS u WHERE u.ctid = ANY (ARRAY(
        SELECT old.ctid FROM caller_use AS old
        WHERE old.minute < now() - interval '15 minutes' FOR UPDATE SKIP LOCKED));

    SELECT u.instance_id, extract(epoch FROM u.minute)::bigint, u.limit_name, u.caller, u.taken,
           extract(epoch FROM now() - u.changed_at)::double precision,
           extract(epoch FROM now() - u.begun_at)::double precision
    FROM caller_use AS u
    -- Five seconds more than were asked for: what is written now is seen when its transaction has ended.
    WHERE u.minute >= date_trunc('minute', now() - make_interval(secs => within_seconds + 5))
      AND u.changed_at >= now() - make_interval(secs => within_seconds + 5)
      AND u.instance_id <> of_instance
$$;

ALTER FUNCTION outreach.exchange_caller_use(of_instance uuid, limits text[], callers bigint[], counts integer[], within_seconds double precision) OWNER TO outreach_owner;

CREATE FUNCTION outreach.excluded_places(ones uuid[], others uuid[], numbers text[]) RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    AS $$
    SELECT a.place
    FROM unnest(ones, numbers) WITH ORDINALITY AS a (one, number, place)
    CROSS JOIN LATERAL (
        SELECT e.person_id FROM person_exclusion AS e
        WHERE e.nhs_number = a.number AND e.withdrawn_at IS NULL OFFSET 0) AS declared
    WHERE golden_person(declared.person_id) = golden_person(a.one)
    UNION
    SELECT a.place
    FROM unnest(ones, others) WITH ORDINALITY AS a (one, other, place)
    CROSS JOIN LATERAL (SELECT golden_person(a.one) AS person_id OFFSET 0) AS golden
    CROSS JOIN LATERAL (
        SELECT golden.person_id
        UNION ALL
        SELECT l.person_id FROM person_link AS l
        WHERE l.golden_person_id = golden.person_id AND l.closed_at IS NULL) AS member
    CROSS JOIN LATERAL (
        SELECT e.other_person_id AS person_id FROM person_exclusion AS e
        WHERE e.person_id = member.person_id AND e.other_person_id IS NOT NULL AND e.withdrawn_at IS NULL
        UNION ALL
        SELECT e.person_id FROM person_exclusion AS e
        WHERE e.other_person_id = member.person_id AND e.withdrawn_at IS NULL
        OFFSET 0) AS declared
    WHERE a.other IS NOT NULL AND golden_person(declared.person_id) = golden_person(a.other)
$$;

ALTER FUNCTION outreach.excluded_places(ones uuid[], others uuid[], numbers text[]) OWNER TO outreach_owner;

CREATE FUNCTION outreach.fire_schedule(wanted_name text, wanted_kind text, period_seconds bigint, offset_seconds bigint, attempts integer) RETURNS uuid
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    AS $$
DECLARE
    due   timestamptz := to_timestamp(offset_seconds
        + period_seconds * floor((extract(epoch FROM clock_timestamp()) - offset_seconds) / period_seconds));
    fired uuid;
BEGIN
    IF NOT is_queue() OR EXISTS (SELECT FROM job_schedule WHERE name = wanted_name AND fired_for >= due) THEN
        RETURN NULL;
    END IF;
    INSERT INTO job_schedule AS s (name, fired_for) VALUES (wanted_name, due)
    ON CONFLICT (name) DO UPDATE SET fired_for = excluded.fired_for, fired_at = clock_timestamp()
    WHERE s.fired_for < excluded.fired_for;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    INSERT INTO job (kind, unique_key, schedule, scheduled_for, maximum_attempts, requested_by, requested_for)
    VALUES (wanted_kind, 'schedule', wanted_name, due, attempts, acting_account(), acting_organisation())
    ON CONFLICT DO NOTHING
    RETURNING job_id INTO fired;
    IF FOUND THEN
        PERFORM pg_notify('outreach_jobs', '');
    END IF;
    RETURN fired;
END
$$;

ALTER FUNCTION outreach.fire_schedule(wanted_name text, wanted_kind text, period_seconds bigint, offset_seconds bigint, attempts integer) OWNER TO outreach_owner;

CREATE FUNCTION outreach.golden_person(of_person uuid) RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    SELECT coalesce((
        SELECT own.golden_person_id
        FROM (
            SELECT l.golden_person_id, l.closed_at FROM person_link AS l WHERE l.person_id = of_person
            OFFSET 0) AS own
        WHERE own.closed_at IS NULL), of_person)
$$;

ALTER FUNCTION outreach.golden_person(of_person uuid) OWNER TO outreach_owner;

CREATE FUNCTION outreach.group_basis(of_person uuid) RETURNS TABLE(basis text)
    LANGUAGE sql STABLE
    AS $$
    SELECT md5(string_agg(
        concat_ws(' ', r.golden_person_id, r.person_id, r.nhs_number, 'd' || r.details_version, r.vaccination_id,
                  r.version),
        ',' ORDER BY r.person_id, r.vaccination_id))
    FROM group_records(of_person) AS r
$$;

ALTER FUNCTION outreach.group_basis(of_person uuid) OWNER TO outreach_owner;

CREATE FUNCTION outreach.group_records(of_person uuid) RETURNS TABLE(golden_person_id uuid, person_id uuid, nhs_number text, title text, given_names text, middle_names text, family_name text, previous_family_names text[], latin_given_names text, latin_family_name text, birth_date date, birth_date_precision text, sex text, address_line text, town text, postcode text, phone text, email text, country_of_birth text, claimed_nhs_number text, number_unavailable text, vaccination_id uuid, version integer, status text, disease text, product text, dose_number integer, given_at timestamp with time zone, given_on date, site_id uuid, site_code text, site_name text, batch_number text, batch_expiry date, body_site text, route text, performer text, primary_source boolean, override_reason text, details_version integer)
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

ALTER FUNCTION outreach.group_records(of_person uuid) OWNER TO outreach_owner;

CREATE FUNCTION outreach.has_reference() RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    AS $$ SELECT EXISTS (SELECT FROM reference_extract AS x WHERE x.retired_at IS NULL) $$;

ALTER FUNCTION outreach.has_reference() OWNER TO outreach_owner;

CREATE FUNCTION outreach.identifier_holders(wanted_schemes text[], wanted_values text[]) RETURNS TABLE(scheme text, value text, person_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    AS $$
    SELECT i.scheme, i.value, i.person_id
    FROM unnest(wanted_schemes, wanted_values) AS wanted (scheme, value)
    JOIN identifier AS i
        ON i.scheme = wanted.scheme AND i.value = wanted.value AND i.closed_at IS NULL AND i.scheme <> 'temporary_id'
$$;

ALTER FUNCTION outreach.identifier_holders(wanted_schemes text[], wanted_values text[]) OWNER TO outreach_owner;

CREATE FUNCTION outreach.identity_standing(of_person uuid) RETURNS TABLE(is_numbered boolean, carries_card boolean)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    AS $$
    SELECT coalesce(bool_or(i.scheme = 'nhs_number'), false), coalesce(bool_or(i.scheme = 'temporary_id'), false)
    FROM person_group(of_person) AS member
    LEFT JOIN identifier AS i ON i.person_id = member AND i.closed_at IS NULL
    HAVING may_see_person(of_person)
       AND EXISTS (SELECT FROM person_details AS d WHERE d.person_id = of_person)
$$;

ALTER FUNCTION outreach.identity_standing(of_person uuid) OWNER TO outreach_owner;

CREATE FUNCTION outreach.is_excluded(one uuid, other uuid, number text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    AS $$ SELECT EXISTS (SELECT FROM excluded_places(ARRAY[one], ARRAY[other], ARRAY[number])) $$;

ALTER FUNCTION outreach.is_excluded(one uuid, other uuid, number text) OWNER TO outreach_owner;

CREATE FUNCTION outreach.is_queue() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (outreach.acting_account() = '00000000-0000-4000-8000-000000000003'::uuid);

ALTER FUNCTION outreach.is_queue() OWNER TO outreach_owner;

CREATE FUNCTION outreach.issue_access_token(for_client uuid, assertion_sha256 bytea, assertion_ends timestamp with time zone, new_token_sha256 bytea, granted text[], token_ends timestamp with time zone) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM api_client AS c
        WHERE c.client_id = for_client AND c.account_id = acting_account() AND c.revoked_at IS NULL) THEN
        RETURN false;
    END IF;
    INSERT INTO client_assertion (client_id, jti_sha256, expires_at)
    VALUES (for_client, assertion_sha256, assertion_ends) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    INSERT INTO access_token (token_sha256, client_id, scopes, expires_at)
    VALUES (new_token_sha256, for_client, granted, token_ends);
    RETURN true;
END
$$;

ALTER FUNCTION outreach.issue_access_token(for_client uuid, assertion_sha256 bytea, assertion_ends timestamp with time zone, new_token_sha256 bytea, granted text[], token_ends timestamp with time zone) OWNER TO outreach_owner;

CREATE FUNCTION outreach.keep_excluded_numbers_away() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    AS $$
BEGIN
    IF EXISTS (
        SELECT FROM (
            SELECT o.person_id, o.value FROM opened AS o
            JOIN person_exclusion AS e ON e.nhs_number = o.value AND e.withdrawn_at IS NULL
            WHERE o.scheme = 'nhs_number' AND o.closed_at IS NULL OFFSET 0) AS declared
        WHERE is_excluded(declared.person_id, NULL, declared.value))
    THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'excluded number',
            CONSTRAINT = 'excluded_number_stays_away';
    END IF;
    RETURN NULL;
END
$$;

ALTER FUNCTION outreach.keep_excluded_numbers_away() OWNER TO outreach_owner;

CREATE FUNCTION outreach.keep_excluded_people_apart() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    AS $$
BEGIN
    IF EXISTS (
        SELECT FROM person_exclusion AS e
        WHERE e.withdrawn_at IS NULL AND NEW.person_id IN (e.person_id, e.other_person_id)
          AND golden_person(e.person_id) = golden_person(e.other_person_id))
    THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'excluded people',
            CONSTRAINT = 'excluded_people_stay_apart';
    END IF;
    RETURN NULL;
END
$$;

ALTER FUNCTION outreach.keep_excluded_people_apart() OWNER TO outreach_owner;

CREATE FUNCTION outreach.keep_unapproved_models_out() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM match_model AS m
        WHERE m.model_id = NEW.model_id AND (m.approved_at IS NOT NULL OR m.added_by IS NULL))
    THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'unapproved model',
            CONSTRAINT = 'model_in_use_is_approved';
    END IF;
    RETURN NEW;
END
$$;

ALTER FUNCTION outreach.keep_unapproved_models_out() OWNER TO outreach_owner;

CREATE FUNCTION outreach.largest_block(of_key bigint) RETURNS integer
    LANGUAGE sql IMMUTABLE
    AS $$ SELECT CASE WHEN of_key & 1 = 1 THEN 8 ELSE 5000 END $$;

ALTER FUNCTION outreach.largest_block(of_key bigint) OWNER TO outreach_owner;

CREATE FUNCTION outreach.leading_case(of_person uuid) RETURNS uuid
    LANGUAGE sql STABLE
    AS $$
    SELECT c.case_id
    FROM person_group(of_person) AS member
    JOIN registration_case AS c ON c.person_id = member
    CROSS JOIN LATERAL (
        SELECT v.state FROM registration_case_version AS v
        WHERE v.person_id = c.person_id AND v.case_id = c.case_id
        ORDER BY v.version DESC LIMIT 1) AS latest
    -- Whoever has left one employer may still be waiting at another.
    ORDER BY array_position(ARRAY[
        'withdrawn', 'moved_nation', 'left_employment', 'enrolled', 'information_needed', 'details_checked', 'refused',
        'submitted', 'accepted', 'number_seen', 'gp_seen', 'not_needed', 'closed'], latest.state) DESC,
        c.opened_at, c.case_id
    LIMIT 1
$$;

ALTER FUNCTION outreach.leading_case(of_person uuid) OWNER TO outreach_owner;

CREATE FUNCTION outreach.looks_after_person(of_person uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    AS $$
    SELECT CASE
        WHEN acting_role() = 'manager' THEN EXISTS (
            SELECT FROM employment AS e
            WHERE e.person_id = of_person AND e.organisation_id = acting_organisation() AND e.withdrawn_at IS NULL)
        -- Those with a case in the team's area, and those to whom the team itself gave or reserved a card.
        WHEN acting_role() = 'registrar' THEN EXISTS (
            SELECT FROM registration_case AS c
            JOIN organisation AS employer ON employer.organisation_id = c.organisation_id
            JOIN organisation AS team ON team.organisation_id = acting_organisation()
            WHERE c.person_id = of_person AND employer.area = team.area)
            OR EXISTS (
                SELECT FROM person AS p WHERE p.person_id = of_person AND p.created_for = acting_organisation())
        ELSE false
    END
$$;

ALTER FUNCTION outreach.looks_after_person(of_person uuid) OWNER TO outreach_owner;

CREATE FUNCTION outreach.make_audit_partitions(months_ahead integer) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    AS $$
DECLARE
    first_day date;
BEGIN
    FOR step IN 0..months_ahead LOOP
        first_day := date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => step);
        EXECUTE format(
            'CREATE TABLE IF NOT EXISTS %I PARTITION OF audit_entry FOR VALUES FROM (%L) TO (%L)',
            'audit_entry_' || to_char(first_day, 'YYYY_MM'),
            first_day::timestamp AT TIME ZONE 'UTC',
            (first_day + interval '1 month') AT TIME ZONE 'UTC');
    END LOOP;
END
$$;

ALTER FUNCTION outreach.make_audit_partitions(months_ahead integer) OWNER TO outreach_owner;

CREATE FUNCTION outreach.matching_version() RETURNS integer
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
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

ALTER FUNCTION outreach.matching_version() OWNER TO outreach_owner;

CREATE TABLE outreach.organisation (
    organisation_id uuid DEFAULT gen_random_uuid() NOT NULL,
    ods_code text NOT NULL,
    name text NOT NULL,
    kinds text[] NOT NULL,
    setting text,
    area text,
    is_placeholder boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT employer_setting_is_known CHECK ((setting = ANY (ARRAY['care_home'::text, 'home_care'::text, 'day_centre'::text, 'other_social_care'::text, 'health_care'::text]))),
    CONSTRAINT ods_code_is_well_formed CHECK ((ods_code ~ '^[0-9A-Z]{1,12}$'::text)),
    CONSTRAINT organisation_has_a_name CHECK ((name <> ''::text)),
    CONSTRAINT organisation_kind_is_known CHECK (((cardinality(kinds) > 0) AND (kinds <@ ARRAY['employer'::text, 'site'::text, 'practice'::text, 'outreach_team'::text, 'operator'::text])))
);

ALTER TABLE outreach.organisation OWNER TO outreach_owner;

CREATE FUNCTION outreach.may_enrol_for(employer uuid) RETURNS boolean
    LANGUAGE sql STABLE
    RETURN CASE outreach.acting_role() WHEN 'administrator'::text THEN true WHEN 'manager'::text THEN (employer = outreach.acting_organisation()) WHEN 'registrar'::text THEN (EXISTS (SELECT FROM (outreach.organisation o JOIN outreach.organisation team ON ((team.organisation_id = outreach.acting_organisation()))) WHERE ((o.organisation_id = may_enrol_for.employer) AND (o.area = team.area)))) ELSE false END;

ALTER FUNCTION outreach.may_enrol_for(employer uuid) OWNER TO outreach_owner;

CREATE FUNCTION outreach.may_see_clinical() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT acting_role() IN ('vaccinator', 'steward', 'system') $$;

ALTER FUNCTION outreach.may_see_clinical() OWNER TO outreach_owner;

CREATE FUNCTION outreach.may_see_person(of_person uuid) RETURNS boolean
    LANGUAGE sql STABLE
    RETURN CASE WHEN (outreach.acting_role() = ANY (ARRAY['vaccinator'::text, 'steward'::text, 'administrator'::text, 'system'::text])) THEN true ELSE outreach.looks_after_person(of_person) END;

ALTER FUNCTION outreach.may_see_person(of_person uuid) OWNER TO outreach_owner;

CREATE FUNCTION outreach.memberships_of(of_sign_in text) RETURNS TABLE(account_id uuid, account_name text, organisation_id uuid, ods_code text, role text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    AS $$
    SELECT a.account_id, a.name, o.organisation_id, o.ods_code, m.role
    FROM account AS a
    JOIN membership AS m ON m.account_id = a.account_id AND m.closed_at IS NULL
    JOIN organisation AS o ON o.organisation_id = m.organisation_id
    WHERE a.sign_in = lower(of_sign_in) AND a.disabled_at IS NULL
    ORDER BY m.role, o.ods_code
$$;

ALTER FUNCTION outreach.memberships_of(of_sign_in text) OWNER TO outreach_owner;

CREATE FUNCTION outreach.note_client_use(of_client uuid) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    AS $$
    UPDATE api_client SET last_used_at = now()
    WHERE client_id = of_client AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')
$$;

ALTER FUNCTION outreach.note_client_use(of_client uuid) OWNER TO outreach_owner;

CREATE FUNCTION outreach.outbox_health(OUT queued bigint, OUT unanswered bigint, OUT dead bigint, OUT oldest_seconds double precision) RETURNS record
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    AS $$
    SELECT (SELECT count(*) FROM (SELECT FROM notification WHERE state = 'queued' LIMIT 100000) AS waiting),
        -- A message that nobody has acknowledged after a day is a warning (MESH: five days are an incident).
        (SELECT count(*) FROM (
            SELECT FROM notification WHERE state = 'sent' AND sent_at < now() - interval '24 hours'
            LIMIT 100000) AS late),
        (SELECT count(*) FROM (SELECT FROM notification WHERE state = 'dead' LIMIT 100000) AS given_up),
        extract(epoch FROM now() - coalesce(
            (SELECT min(changed_at) FROM notification WHERE state = 'queued'), now()))::double precision
$$;

ALTER FUNCTION outreach.outbox_health(OUT queued bigint, OUT unanswered bigint, OUT dead bigint, OUT oldest_seconds double precision) OWNER TO outreach_owner;

CREATE FUNCTION outreach.packed_candidates(wanted_keys bigint[], of_version integer) RETURNS TABLE(record_id text, match_record bytea)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    AS $$
    SELECT p.record_id, CASE WHEN p.match_version = of_version THEN p.match_record END
    FROM reference_extract AS x
    CROSS JOIN LATERAL patients_of_keys(x.reference_id, wanted_keys) AS found
    CROSS JOIN LATERAL (
        SELECT q.record_id, q.match_version, q.match_record FROM reference_patient AS q
        WHERE q.reference_id = x.reference_id AND q.record_id = found.record_id OFFSET 0) AS p
    WHERE x.retired_at IS NULL
$$;

ALTER FUNCTION outreach.packed_candidates(wanted_keys bigint[], of_version integer) OWNER TO outreach_owner;

CREATE FUNCTION outreach.patients_of_keys(of_reference uuid, wanted_keys bigint[]) RETURNS TABLE(record_id text)
    LANGUAGE sql STABLE
    AS $$
    SELECT DISTINCT unnest(b.patients)
    FROM (
        SELECT w.key, array_agg(l.record_id) AS patients
        FROM (SELECT DISTINCT unnest(wanted_keys) AS key ORDER BY 1) AS w
        CROSS JOIN LATERAL (
            SELECT k.record_id FROM reference_key AS k
            WHERE k.reference_id = of_reference AND k.key = w.key LIMIT largest_block(w.key) + 1) AS l
        GROUP BY w.key) AS b
    WHERE cardinality(b.patients) <= largest_block(b.key)
$$;

ALTER FUNCTION outreach.patients_of_keys(of_reference uuid, wanted_keys bigint[]) OWNER TO outreach_owner;

CREATE FUNCTION outreach.people_of_keys(wanted_keys bigint[]) RETURNS TABLE(person_id uuid)
    LANGUAGE sql STABLE
    AS $$
    SELECT DISTINCT unnest(b.people)
    FROM (
        SELECT w.key, array_agg(l.person_id) AS people
        FROM (SELECT DISTINCT unnest(wanted_keys) AS key ORDER BY 1) AS w
        CROSS JOIN LATERAL (
            SELECT k.person_id FROM person_key AS k WHERE k.key = w.key LIMIT largest_block(w.key) + 1) AS l
        GROUP BY w.key) AS b
    WHERE cardinality(b.people) <= largest_block(b.key)
$$;

ALTER FUNCTION outreach.people_of_keys(wanted_keys bigint[]) OWNER TO outreach_owner;

CREATE FUNCTION outreach.people_to_audit(of_person uuid, temporary_id text) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    AS $$
    SELECT member
    FROM (
        SELECT p.person_id FROM person AS p WHERE p.person_id = of_person
        UNION
        SELECT i.person_id FROM identifier AS i WHERE i.scheme = 'temporary_id' AND i.value = temporary_id
    ) AS named
    CROSS JOIN LATERAL person_group(named.person_id) AS member
    WHERE acting_role() = 'auditor'
$$;

ALTER FUNCTION outreach.people_to_audit(of_person uuid, temporary_id text) OWNER TO outreach_owner;

CREATE FUNCTION outreach.permitted_member(of_account uuid, at_organisation uuid, in_role text, allowed text[]) RETURNS TABLE(account_id uuid)
    LANGUAGE sql STABLE
    AS $$
    SELECT m.account_id
    FROM membership AS m
    JOIN account AS c ON c.account_id = m.account_id AND c.disabled_at IS NULL
    WHERE m.account_id = of_account AND m.organisation_id = at_organisation AND m.role = in_role
      AND m.closed_at IS NULL AND m.role = ANY (allowed)
$$;

ALTER FUNCTION outreach.permitted_member(of_account uuid, at_organisation uuid, in_role text, allowed text[]) OWNER TO outreach_owner;

CREATE FUNCTION outreach.permitted_places(accounts uuid[], organisations uuid[], roles text[], allowed text[]) RETURNS bigint[]
    LANGUAGE plpgsql STABLE
    SET plan_cache_mode TO 'force_generic_plan'
    AS $$
BEGIN
    RETURN ARRAY(
        SELECT a.place
        FROM unnest(accounts, organisations, roles) WITH ORDINALITY AS a (account_id, organisation_id, role, place)
        CROSS JOIN LATERAL permitted_member(a.account_id, a.organisation_id, a.role, allowed));
END
$$;

ALTER FUNCTION outreach.permitted_places(accounts uuid[], organisations uuid[], roles text[], allowed text[]) OWNER TO outreach_owner;

CREATE FUNCTION outreach.person_group(of_person uuid) RETURNS SETOF uuid
    LANGUAGE sql STABLE ROWS 2 PARALLEL SAFE
    AS $$
    SELECT golden_person(of_person)
    UNION ALL
    SELECT person_id FROM person_link
    WHERE golden_person_id = golden_person(of_person) AND closed_at IS NULL
$$;

ALTER FUNCTION outreach.person_group(of_person uuid) OWNER TO outreach_owner;

CREATE FUNCTION outreach.person_is_relied_on(of_person uuid, beside_upload uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    AS $$
    SELECT EXISTS (SELECT FROM vaccination AS v WHERE v.person_id = of_person)
        OR EXISTS (
            SELECT FROM person_link AS l
            WHERE of_person IN (l.person_id, l.golden_person_id) AND l.closed_at IS NULL)
        OR EXISTS (
            SELECT FROM employment AS e
            WHERE e.person_id = of_person AND e.withdrawn_at IS NULL
              AND NOT EXISTS (
                  SELECT FROM upload_row AS r
                  WHERE r.upload_id = beside_upload AND r.person_id = e.person_id
                    AND r.employment_id = e.employment_id))
$$;

ALTER FUNCTION outreach.person_is_relied_on(of_person uuid, beside_upload uuid) OWNER TO outreach_owner;

CREATE FUNCTION outreach.purge_credentials() RETURNS bigint
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    AS $$
    WITH tokens AS (
        DELETE FROM access_token WHERE expires_at < now() - interval '1 hour' RETURNING 1),
    assertions AS (
        DELETE FROM client_assertion WHERE expires_at < now() - interval '1 hour' RETURNING 1)
    SELECT (SELECT count(*) FROM tokens) + (SELECT count(*) FROM assertions)
$$;

ALTER FUNCTION outreach.purge_credentials() OWNER TO outreach_owner;

CREATE FUNCTION outreach.purge_idempotency_keys(older_than interval, maximum integer) RETURNS bigint
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    AS $$
    WITH old AS (
        SELECT k.account_id, k.organisation_id, k.operation, k.key
        FROM idempotency_key AS k
        WHERE k.created_at < now() - greatest(older_than, interval '24 hours')
          AND k.operation NOT IN (
              'record_vaccination', 'amend_vaccination', 'void_vaccination', 'enrol_worker', 'enrol_file',
              'bind_temporary_id')
        LIMIT maximum
        FOR UPDATE SKIP LOCKED
    ), gone AS (
        DELETE FROM idempotency_key AS k USING old
        WHERE k.account_id = old.account_id AND k.organisation_id = old.organisation_id
          AND k.operation = old.operation AND k.key = old.key
        RETURNING 1
    )
    SELECT count(*) FROM gone
$$;

ALTER FUNCTION outreach.purge_idempotency_keys(older_than interval, maximum integer) OWNER TO outreach_owner;

CREATE FUNCTION outreach.queue_health(OUT queued bigint, OUT running bigint, OUT dead bigint, OUT oldest_due_seconds double precision) RETURNS record
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    AS $$
    SELECT (SELECT count(*) FROM (SELECT FROM job WHERE state = 'queued' LIMIT 100000) AS waiting),
        (SELECT count(*) FROM job WHERE state = 'running'),
        (SELECT count(*) FROM (SELECT FROM job WHERE state = 'dead' LIMIT 100000) AS given_up),
        greatest(extract(epoch FROM now() - coalesce(
            (SELECT min(run_at) FROM job WHERE state = 'queued'), now())), 0)::double precision
$$;

ALTER FUNCTION outreach.queue_health(OUT queued bigint, OUT running bigint, OUT dead bigint, OUT oldest_due_seconds double precision) OWNER TO outreach_owner;

CREATE FUNCTION outreach.read_enrolments(accounts uuid[], organisations uuid[], roles text[], keys text[], codes text[], refs text[], wanted text[]) RETURNS TABLE(place integer, is_permitted boolean, is_known_key boolean, basis text, organisation_id uuid, ods_code text, name text, kinds text[], setting text, area text, is_placeholder boolean, is_reference_taken boolean, is_employed_here boolean, person_id uuid, golden_person_id uuid, given_names text, middle_names text, family_name text, previous_family_names text[], birth_date date, birth_date_precision text, sex text, address_line text, postcode text, phone text, email text, nhs_number text, is_numbered boolean)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    SET plan_cache_mode TO 'force_generic_plan'
    SET enable_seqscan TO 'off'
    SET enable_hashjoin TO 'off'
    SET enable_mergejoin TO 'off'
    SET enable_memoize TO 'off'
    SET enable_material TO 'off'
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

ALTER FUNCTION outreach.read_enrolments(accounts uuid[], organisations uuid[], roles text[], keys text[], codes text[], refs text[], wanted text[]) OWNER TO outreach_owner;

CREATE FUNCTION outreach.read_recipients(accounts uuid[], organisations uuid[], roles text[], keys text[], ids text[]) RETURNS TABLE(place integer, is_permitted boolean, is_known_key boolean, basis text, holder_id uuid, state text, replaced_by text, golden_person_id uuid, person_id uuid, nhs_number text, title text, given_names text, middle_names text, family_name text, previous_family_names text[], latin_given_names text, latin_family_name text, birth_date date, birth_date_precision text, sex text, address_line text, town text, postcode text, phone text, email text, country_of_birth text, claimed_nhs_number text, number_unavailable text, vaccination_id uuid, version integer, status text, disease text, product text, dose_number integer, given_at timestamp with time zone, given_on date, site_id uuid, site_code text, site_name text, batch_number text, batch_expiry date, body_site text, route text, performer text, primary_source boolean, override_reason text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    SET plan_cache_mode TO 'force_generic_plan'
    SET enable_seqscan TO 'off'
    SET enable_hashjoin TO 'off'
    SET enable_mergejoin TO 'off'
    SET enable_memoize TO 'off'
    SET enable_material TO 'off'
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

ALTER FUNCTION outreach.read_recipients(accounts uuid[], organisations uuid[], roles text[], keys text[], ids text[]) OWNER TO outreach_owner;

CREATE FUNCTION outreach.read_reference_candidates(wanted text[]) RETURNS TABLE(place integer, record_id text, nhs_number text, given_names text, middle_names text, family_name text, previous_family_names text[], birth_date date, birth_date_precision text, sex text, address_line text, postcode text, previous_postcode text, phone text, email text, deceased boolean, confidential boolean, superseded_by text, is_held boolean)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    SET plan_cache_mode TO 'force_generic_plan'
    SET enable_seqscan TO 'off'
    SET enable_hashjoin TO 'off'
    SET enable_mergejoin TO 'off'
    SET enable_memoize TO 'off'
    SET enable_material TO 'off'
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

ALTER FUNCTION outreach.read_reference_candidates(wanted text[]) OWNER TO outreach_owner;

CREATE FUNCTION outreach.record_doses(accounts uuid[], organisations uuid[], roles text[], keys text[], ids text[], states text[], bases text[], members text[], doses text[]) RETURNS TABLE(place integer, is_permitted boolean, is_done boolean)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    SET plan_cache_mode TO 'force_generic_plan'
    SET enable_seqscan TO 'off'
    SET enable_hashjoin TO 'off'
    SET enable_mergejoin TO 'off'
    SET enable_memoize TO 'off'
    SET enable_material TO 'off'
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

ALTER FUNCTION outreach.record_doses(accounts uuid[], organisations uuid[], roles text[], keys text[], ids text[], states text[], bases text[], members text[], doses text[]) OWNER TO outreach_owner;

CREATE FUNCTION outreach.reference_candidates(wanted_keys bigint[]) RETURNS TABLE(record_id text, nhs_number text, given_names text, middle_names text, family_name text, previous_family_names text[], birth_date date, birth_date_precision text, sex text, address_line text, postcode text, previous_postcode text, phone text, email text, deceased boolean, confidential boolean, superseded_by text, is_held boolean)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
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

ALTER FUNCTION outreach.reference_candidates(wanted_keys bigint[]) OWNER TO outreach_owner;

CREATE FUNCTION outreach.refresh_reference_statistics() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    AS $$
BEGIN
    ANALYZE reference_extract, reference_patient, reference_key;
END
$$;

ALTER FUNCTION outreach.refresh_reference_statistics() OWNER TO outreach_owner;

CREATE FUNCTION outreach.refresh_register_statistics() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    AS $$
BEGIN
    IF (SELECT pg_relation_size(c.oid) > 1.5 * c.relpages * current_setting('block_size')::integer
        FROM pg_class AS c WHERE c.oid = 'person'::regclass)
    THEN
        ANALYZE person, person_details, person_key, identifier, employment, registration_case,
            registration_case_version;
    END IF;
END
$$;

ALTER FUNCTION outreach.refresh_register_statistics() OWNER TO outreach_owner;

CREATE FUNCTION outreach.refresh_tracing_statistics() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    AS $$
BEGIN
    ANALYZE identifier, trace, review, person_merge, person_link, registration_case_version;
END
$$;

ALTER FUNCTION outreach.refresh_tracing_statistics() OWNER TO outreach_owner;

CREATE FUNCTION outreach.register_candidates(wanted_keys bigint[]) RETURNS TABLE(person_id uuid, golden_person_id uuid, given_names text, middle_names text, family_name text, previous_family_names text[], birth_date date, birth_date_precision text, sex text, address_line text, postcode text, phone text, email text, claimed_nhs_number text, nhs_number text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
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

ALTER FUNCTION outreach.register_candidates(wanted_keys bigint[]) OWNER TO outreach_owner;

CREATE FUNCTION outreach.release_keys(of_operation text, accounts uuid[], organisations uuid[], keys text[], claimed bigint[], done bigint[]) RETURNS void
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

ALTER FUNCTION outreach.release_keys(of_operation text, accounts uuid[], organisations uuid[], keys text[], claimed bigint[], done bigint[]) OWNER TO outreach_owner;

CREATE FUNCTION outreach.retain(class text, older_than timestamp with time zone, removes boolean) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    AS $$
DECLARE
    due bigint;
BEGIN
    IF acting_role() NOT IN ('administrator', 'steward') OR removes AND acting_role() <> 'administrator' THEN
        RAISE insufficient_privilege;
    END IF;
    CASE class
    WHEN 'ended_credentials' THEN
        SELECT (SELECT count(*) FROM access_token WHERE expires_at < older_than)
             + (SELECT count(*) FROM client_assertion WHERE expires_at < older_than) INTO due;
        IF removes THEN
            DELETE FROM access_token WHERE expires_at < older_than;
            DELETE FROM client_assertion WHERE expires_at < older_than;
        END IF;
    WHEN 'idempotency_keys' THEN
        -- Rows of imports and vaccinations keep theirs for ever (safety.md, R6).
        SELECT count(*) FROM idempotency_key
        WHERE created_at < older_than AND operation NOT LIKE 'enrol%' AND operation NOT LIKE '%vaccination' INTO due;
        IF removes THEN
            DELETE FROM idempotency_key
            WHERE created_at < older_than AND operation NOT LIKE 'enrol%' AND operation NOT LIKE '%vaccination';
        END IF;
    WHEN 'retired_references' THEN
        SELECT count(*) FROM reference_patient AS p
        JOIN reference_extract AS x ON x.reference_id = p.reference_id WHERE x.retired_at < older_than INTO due;
        IF removes THEN
            DELETE FROM reference_key AS k USING reference_extract AS x
            WHERE x.reference_id = k.reference_id AND x.retired_at < older_than;
            DELETE FROM reference_patient AS p USING reference_extract AS x
            WHERE x.reference_id = p.reference_id AND x.retired_at < older_than;
        END IF;
    WHEN 'people_without_dose' THEN
        SELECT count(*) FROM person AS p
        WHERE p.created_at < older_than
          AND NOT EXISTS (SELECT FROM person_details AS d WHERE d.person_id = p.person_id AND d.recorded_at >= older_than)
          AND NOT EXISTS (SELECT FROM vaccination AS v WHERE v.person_id IN (SELECT person_group(p.person_id)))
          AND NOT EXISTS (
              SELECT FROM employment AS e
              WHERE e.person_id = p.person_id AND coalesce(e.withdrawn_at, e.ended_on, 'infinity') >= older_than)
        INTO due;
    WHEN 'vaccinated_people' THEN
        SELECT count(*) FROM person AS p
        WHERE p.created_at < older_than
          AND EXISTS (SELECT FROM vaccination AS v WHERE v.person_id = p.person_id)
          AND NOT EXISTS (
              SELECT FROM vaccination_version AS v WHERE v.person_id = p.person_id AND v.recorded_at >= older_than)
          AND NOT EXISTS (SELECT FROM person_details AS d WHERE d.person_id = p.person_id AND d.recorded_at >= older_than)
        INTO due;
    WHEN 'audit_entries' THEN
        SELECT count(*) FROM audit_entry WHERE occurred_at < older_than INTO due;
    ELSE
        RAISE invalid_parameter_value;
    END CASE;
    RETURN due;
END
$$;

ALTER FUNCTION outreach.retain(class text, older_than timestamp with time zone, removes boolean) OWNER TO outreach_owner;

CREATE FUNCTION outreach.review_health(OUT open bigint, OUT oldest_seconds double precision) RETURNS record
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    AS $$
    SELECT count(*), coalesce(extract(epoch FROM now() - min(opened_at)), 0)::double precision
    FROM review WHERE closed_at IS NULL
$$;

ALTER FUNCTION outreach.review_health(OUT open bigint, OUT oldest_seconds double precision) OWNER TO outreach_owner;

CREATE TABLE outreach.review (
    person_id uuid NOT NULL,
    review_id uuid DEFAULT outreach.uuid_v7() NOT NULL,
    kind text NOT NULL,
    other_person_id uuid,
    record_id text,
    nhs_number text,
    score double precision NOT NULL,
    reasons text[] NOT NULL,
    vetoes text[] NOT NULL,
    run_id uuid,
    opened_at timestamp with time zone DEFAULT now() NOT NULL,
    closed_at timestamp with time zone,
    close_reason text,
    state text DEFAULT 'open'::text NOT NULL,
    conflict text,
    assigned_to uuid,
    assigned_until timestamp with time zone,
    waits_until date,
    waits_for_version integer,
    waits_for_other_version integer,
    CONSTRAINT assignment_has_an_end CHECK (((assigned_to IS NULL) = (assigned_until IS NULL))),
    CONSTRAINT conflict_is_known CHECK ((conflict = ANY (ARRAY['number_held'::text, 'number_shared'::text, 'two_numbers'::text, 'superseded'::text, 'invalidated'::text, 'deceased'::text]))),
    CONSTRAINT duplicate_review_names_two_people CHECK (((kind <> 'duplicate'::text) OR (other_person_id IS NOT NULL))),
    CONSTRAINT only_a_conflict_names_one CHECK (((conflict IS NULL) OR (kind = 'conflict'::text))),
    CONSTRAINT review_kind_is_known CHECK ((kind = ANY (ARRAY['duplicate'::text, 'trace'::text, 'conflict'::text]))),
    CONSTRAINT review_state_is_known CHECK ((state = ANY (ARRAY['open'::text, 'waiting'::text, 'proposed'::text]))),
    CONSTRAINT waiting_review_comes_back CHECK (((state = 'waiting'::text) = (waits_until IS NOT NULL)))
);

ALTER TABLE ONLY outreach.review FORCE ROW LEVEL SECURITY;

ALTER TABLE outreach.review OWNER TO outreach_owner;

CREATE FUNCTION outreach.review_standing(of_review outreach.review, today date) RETURNS text
    LANGUAGE sql STABLE
    AS $$
    SELECT CASE
        WHEN of_review.closed_at IS NOT NULL THEN 'closed'
        WHEN of_review.state <> 'waiting' THEN of_review.state
        WHEN of_review.waits_until <= today
            OR (SELECT max(d.version) FROM person_details AS d WHERE d.person_id = of_review.person_id)
                IS DISTINCT FROM of_review.waits_for_version
            OR of_review.other_person_id IS NOT NULL AND (
                SELECT max(d.version) FROM person_details AS d WHERE d.person_id = of_review.other_person_id)
                IS DISTINCT FROM of_review.waits_for_other_version
        THEN 'open'
        ELSE 'waiting'
    END
$$;

ALTER FUNCTION outreach.review_standing(of_review outreach.review, today date) OWNER TO outreach_owner;

CREATE FUNCTION outreach.revoke_identifiers(of_people uuid[], why text) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    AS $$
    UPDATE identifier AS i
    SET closed_at = now(), closed_by = acting_account(), close_reason = why,
        state = CASE i.scheme WHEN 'temporary_id' THEN 'revoked' END
    FROM person AS p
    WHERE i.person_id = ANY (of_people) AND i.closed_at IS NULL
      AND p.person_id = i.person_id AND p.created_for = acting_organisation()
$$;

ALTER FUNCTION outreach.revoke_identifiers(of_people uuid[], why text) OWNER TO outreach_owner;

CREATE FUNCTION outreach.seal_audit() RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    SET jit TO 'off'
    SET work_mem TO '64MB'
    AS $$
DECLARE
    most      CONSTANT integer := 250000;
    here      text := (SELECT system_identifier::text FROM pg_control_system());
    known     audit_mark;
    oldest    xid8;
    reached   xid8;
    instant_now text := audit_instant(now());
    sealed    bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('outreach.seal_audit', 0));
    SELECT m.only_row, m.sealed_to, m.counted_in INTO STRICT known FROM audit_mark AS m;
    -- Asked before the entries are: a transaction that ends in between is not passed over next time.
    oldest := pg_snapshot_xmin(pg_current_snapshot());
    WITH waiting AS MATERIALIZED (
        SELECT e.entry_id, e.occurred_at, e.organisation_id, e.written_by,
            audit_instant(e.occurred_at) AS instant, e.account_id, e.role, e.action, e.person_id,
            e.details::text AS details
        FROM audit_entry AS e
        -- Counted anew, nothing is known of what was sealed: then every entry is looked at once.
        WHERE (e.written_by >= known.sealed_to OR known.counted_in <> here)
          AND NOT EXISTS (SELECT FROM audit_seal AS s WHERE s.entry_id = e.entry_id)
        ORDER BY e.written_by
        LIMIT most
    ), placed AS MATERIALIZED (
        SELECT w.organisation_id, w.entry_id, w.occurred_at, w.instant,
            -- The bytes of audit_entry_sha256; an id has 36 of them, an instant 27.
            sha256(convert_to(
                '36:' || w.entry_id || ',27:' || w.instant || ',36:' || w.organisation_id || ',36:' || w.account_id
                || ',' || octet_length(w.role) || ':' || w.role || ',' || octet_length(w.action) || ':' || w.action
                || ',' || coalesce('36:' || w.person_id, '-')
                || ',' || octet_length(w.details) || ':' || w.details, 'UTF8')) AS entry_sha256,
            coalesce(x.chain_sha256, sha256(convert_to(w.organisation_id::text, 'UTF8'))) AS beginning,
            coalesce(x.position, 0) + row_number() OVER stream AS position
        FROM waiting AS w LEFT JOIN audit_chain_ends() AS x ON x.organisation_id = w.organisation_id
        WINDOW stream AS (PARTITION BY w.organisation_id ORDER BY w.occurred_at, w.entry_id)
    ), added AS (
        INSERT INTO audit_seal (
            organisation_id, position, entry_id, occurred_at, entry_sha256, chain_sha256, sealed_at)
        SELECT p.organisation_id, p.position, p.entry_id, p.occurred_at, p.entry_sha256,
            -- The bytes of audit_chain_sha256; a hash in hexadecimal has 64.
            audit_chain(p.beginning, convert_to(
                '36:' || p.organisation_id || ',' || length(p.position::text) || ':' || p.position
                || ',36:' || p.entry_id || ',27:' || p.instant || ',64:' || encode(p.entry_sha256, 'hex')
                || ',27:' || instant_now, 'UTF8'))
                OVER (PARTITION BY p.organisation_id ORDER BY p.position), now()
        FROM placed AS p
        RETURNING 1
    )
    SELECT (SELECT count(*) FROM added), (SELECT max(w.written_by) FROM waiting AS w) INTO sealed, reached;
    -- After a full batch more may wait from its last transaction on.
    IF sealed < most OR known.counted_in = here THEN
        UPDATE audit_mark
        SET sealed_to = CASE WHEN sealed < most THEN oldest ELSE least(reached, oldest) END, counted_in = here;
    END IF;
    RETURN sealed;
END
$$;

ALTER FUNCTION outreach.seal_audit() OWNER TO outreach_owner;

CREATE FUNCTION outreach.sees_everybody() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (outreach.acting_role() = ANY (ARRAY['vaccinator'::text, 'steward'::text, 'administrator'::text, 'system'::text]));

ALTER FUNCTION outreach.sees_everybody() OWNER TO outreach_owner;

CREATE FUNCTION outreach.subject_entries(of_people uuid[]) RETURNS TABLE(table_name text, entry text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    AS $_$
DECLARE
    known record;
BEGIN
    IF acting_role() <> 'auditor' THEN
        RETURN;
    END IF;
    FOR known IN SELECT t.table_name, t.person_columns, t.key_columns FROM subject_tables() AS t LOOP
        table_name := known.table_name;
        entry := NULL;
        RETURN NEXT;
        RETURN QUERY EXECUTE (
            SELECT format(
                'SELECT %L::text, to_jsonb(t)::text FROM %I AS t WHERE %s ORDER BY %s', known.table_name,
                known.table_name, string_agg(format('t.%I = ANY ($1)', c), ' OR '),
                coalesce((SELECT string_agg(format('t.%I', k), ', ') FROM unnest(known.key_columns) AS k), '1'))
            FROM unnest(known.person_columns) AS c) USING of_people;
    END LOOP;
    -- What a loaded reference says under their NHS numbers.
    table_name := 'reference_patient';
    entry := NULL;
    RETURN NEXT;
    RETURN QUERY
    SELECT 'reference_patient'::text, to_jsonb(p)::text
    FROM reference_patient AS p
    WHERE p.nhs_number IN (
        SELECT i.value FROM identifier AS i
        WHERE i.person_id = ANY (of_people) AND i.scheme = 'nhs_number' AND i.closed_at IS NULL)
    ORDER BY p.reference_id, p.record_id;
    -- Who the accounts and organisations are that looked at them or changed something.
    table_name := 'account';
    RETURN NEXT;
    RETURN QUERY
    SELECT 'account'::text, jsonb_build_object('account_id', a.account_id, 'name', a.name)::text
    FROM account AS a
    WHERE a.account_id IN (SELECT e.account_id FROM audit_entry AS e WHERE e.person_id = ANY (of_people))
    ORDER BY a.account_id;
    table_name := 'organisation';
    RETURN NEXT;
    RETURN QUERY
    SELECT 'organisation'::text,
        jsonb_build_object('organisation_id', o.organisation_id, 'ods_code', o.ods_code, 'name', o.name)::text
    FROM organisation AS o
    WHERE o.organisation_id IN (
        SELECT e.organisation_id FROM audit_entry AS e WHERE e.person_id = ANY (of_people)
        UNION SELECT m.organisation_id FROM employment AS m WHERE m.person_id = ANY (of_people)
        UNION SELECT v.site_id FROM vaccination_version AS v WHERE v.person_id = ANY (of_people))
    ORDER BY o.organisation_id;
END
$_$;

ALTER FUNCTION outreach.subject_entries(of_people uuid[]) OWNER TO outreach_owner;

CREATE FUNCTION outreach.subject_group(of_person uuid, temporary_id text, nhs_number text) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    AS $$
    SELECT DISTINCT member
    FROM (
        SELECT p.person_id FROM person AS p WHERE p.person_id = of_person
        UNION
        SELECT i.person_id FROM identifier AS i WHERE i.scheme = 'temporary_id' AND i.value = temporary_id
        UNION
        SELECT i.person_id FROM identifier AS i
        WHERE i.scheme = 'nhs_number' AND i.value = nhs_number AND i.closed_at IS NULL
    ) AS named
    CROSS JOIN LATERAL person_group(named.person_id) AS member
    WHERE acting_role() = 'auditor'
$$;

ALTER FUNCTION outreach.subject_group(of_person uuid, temporary_id text, nhs_number text) OWNER TO outreach_owner;

CREATE FUNCTION outreach.subject_tables() RETURNS TABLE(table_name text, person_columns text[], key_columns text[])
    LANGUAGE sql STABLE
    SET search_path TO 'outreach', 'pg_temp'
    AS $$
    SELECT r.relname::text, array_agg(a.attname::text ORDER BY a.attnum), (
        SELECT array_agg(k.attname::text ORDER BY array_position(c.conkey, k.attnum))
        FROM pg_constraint AS c JOIN pg_attribute AS k ON k.attrelid = c.conrelid AND k.attnum = ANY (c.conkey)
        WHERE c.conrelid = r.oid AND c.contype = 'p')
    FROM pg_class AS r
    JOIN pg_attribute AS a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE r.relnamespace = 'outreach'::regnamespace AND r.relkind IN ('r', 'p') AND NOT r.relispartition
      AND a.atttypid = 'uuid'::regtype
      AND (a.attname LIKE '%person\_id' OR EXISTS (
          SELECT FROM pg_constraint AS c
          WHERE c.conrelid = r.oid AND c.contype = 'f' AND c.confrelid = 'outreach.person'::regclass
            AND a.attnum = ANY (c.conkey)))
    GROUP BY r.oid, r.relname
    ORDER BY r.relname
$$;

ALTER FUNCTION outreach.subject_tables() OWNER TO outreach_owner;

CREATE FUNCTION outreach.temporary_ids_in_use(wanted text[]) RETURNS SETOF text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    AS $$ SELECT value FROM identifier WHERE scheme = 'temporary_id' AND value = ANY (wanted) $$;

ALTER FUNCTION outreach.temporary_ids_in_use(wanted text[]) OWNER TO outreach_owner;

CREATE FUNCTION outreach.traced_patients(wanted_records text[]) RETURNS TABLE(record_id text, nhs_number text, is_held boolean)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'outreach', 'pg_temp'
    AS $$
    SELECT p.record_id, p.nhs_number, EXISTS (
               SELECT FROM identifier AS i
               WHERE i.scheme = 'nhs_number' AND i.value = p.nhs_number AND i.closed_at IS NULL)
    FROM reference_extract AS x
    CROSS JOIN unnest(wanted_records) AS wanted (record_id)
    CROSS JOIN LATERAL (
        SELECT q.record_id, q.nhs_number FROM reference_patient AS q
        WHERE q.reference_id = x.reference_id AND q.record_id = wanted.record_id OFFSET 0) AS p
    WHERE x.retired_at IS NULL
$$;

ALTER FUNCTION outreach.traced_patients(wanted_records text[]) OWNER TO outreach_owner;

CREATE AGGREGATE outreach.audit_chain(beginning bytea, seal bytea) (
    SFUNC = outreach.audit_chain_step,
    STYPE = bytea
);

ALTER AGGREGATE outreach.audit_chain(beginning bytea, seal bytea) OWNER TO outreach_owner;

CREATE TABLE outreach.access_token (
    token_sha256 bytea NOT NULL,
    client_id uuid NOT NULL,
    scopes text[] NOT NULL,
    issued_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT access_token_is_a_sha256 CHECK ((length(token_sha256) = 32))
);

ALTER TABLE ONLY outreach.access_token FORCE ROW LEVEL SECURITY;

ALTER TABLE outreach.access_token OWNER TO outreach_owner;

CREATE TABLE outreach.account (
    account_id uuid DEFAULT gen_random_uuid() NOT NULL,
    sign_in text NOT NULL,
    name text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    disabled_at timestamp with time zone,
    CONSTRAINT sign_in_is_lower_case CHECK (((sign_in = lower(sign_in)) AND (sign_in <> ''::text)))
);

ALTER TABLE ONLY outreach.account FORCE ROW LEVEL SECURITY;

ALTER TABLE outreach.account OWNER TO outreach_owner;

CREATE TABLE outreach.api_client (
    client_id uuid DEFAULT gen_random_uuid() NOT NULL,
    account_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    name text NOT NULL,
    key_prefix text NOT NULL,
    key_sha256 bytea,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    last_used_at timestamp with time zone,
    role text,
    scopes text[],
    networks cidr[] DEFAULT '{}'::cidr[] NOT NULL,
    key_set jsonb,
    key_set_url text,
    keyed_at timestamp with time zone DEFAULT now() NOT NULL,
    previous_key_sha256 bytea,
    previous_key_until timestamp with time zone,
    CONSTRAINT api_client_has_a_key_or_a_key_set CHECK ((num_nonnulls(key_sha256, key_set, key_set_url) = 1)),
    CONSTRAINT api_key_before_ends_within_a_week CHECK ((previous_key_until <= (keyed_at + '7 days'::interval))),
    CONSTRAINT api_key_before_has_an_end CHECK (((previous_key_sha256 IS NULL) = (previous_key_until IS NULL))),
    CONSTRAINT api_key_before_is_a_sha256 CHECK ((length(previous_key_sha256) = 32)),
    CONSTRAINT api_key_is_a_sha256 CHECK ((length(key_sha256) = 32)),
    CONSTRAINT api_key_lives_at_most_90_days CHECK ((expires_at <= (keyed_at + '90 days'::interval)))
);

ALTER TABLE ONLY outreach.api_client FORCE ROW LEVEL SECURITY;

ALTER TABLE outreach.api_client OWNER TO outreach_owner;

CREATE TABLE outreach.audit_entry_default (
    entry_id uuid DEFAULT outreach.uuid_v7() NOT NULL,
    occurred_at timestamp with time zone DEFAULT now() NOT NULL,
    organisation_id uuid DEFAULT outreach.acting_organisation() NOT NULL,
    account_id uuid DEFAULT outreach.acting_account() NOT NULL,
    role text DEFAULT outreach.acting_role() NOT NULL,
    action text NOT NULL,
    person_id uuid,
    details jsonb DEFAULT '{}'::jsonb NOT NULL,
    written_by xid8 DEFAULT pg_current_xact_id(),
    CONSTRAINT audit_entry_names_its_action CHECK ((action <> ''::text))
);

ALTER TABLE outreach.audit_entry_default OWNER TO outreach_owner;

CREATE TABLE outreach.audit_mark (
    only_row boolean DEFAULT true NOT NULL,
    sealed_to xid8 NOT NULL,
    counted_in text NOT NULL,
    CONSTRAINT audit_mark_is_the_only_row CHECK (only_row)
);

ALTER TABLE outreach.audit_mark OWNER TO outreach_owner;

CREATE UNLOGGED TABLE outreach.caller_use (
    minute timestamp with time zone NOT NULL,
    instance_id uuid NOT NULL,
    limit_name text NOT NULL,
    caller bigint NOT NULL,
    taken integer NOT NULL,
    begun_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT caller_use_counts_from_one CHECK ((taken >= 1))
)
WITH (fillfactor='50');

ALTER TABLE ONLY outreach.caller_use FORCE ROW LEVEL SECURITY;

ALTER TABLE outreach.caller_use OWNER TO outreach_owner;

CREATE TABLE outreach.registration_case (
    person_id uuid NOT NULL,
    case_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    opened_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE ONLY outreach.registration_case FORCE ROW LEVEL SECURITY;

ALTER TABLE outreach.registration_case OWNER TO outreach_owner;

CREATE TABLE outreach.registration_case_version (
    person_id uuid NOT NULL,
    case_id uuid NOT NULL,
    version integer NOT NULL,
    state text NOT NULL,
    event text NOT NULL,
    evidence text DEFAULT ''::text NOT NULL,
    due_on date,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    recorded_by uuid NOT NULL,
    CONSTRAINT case_state_is_known CHECK ((state = ANY (ARRAY['enrolled'::text, 'details_checked'::text, 'information_needed'::text, 'submitted'::text, 'accepted'::text, 'refused'::text, 'number_seen'::text, 'gp_seen'::text, 'closed'::text, 'not_needed'::text, 'left_employment'::text, 'moved_nation'::text, 'withdrawn'::text]))),
    CONSTRAINT case_version_counts_from_one CHECK ((version >= 1))
);
ALTER TABLE ONLY outreach.registration_case_version ALTER COLUMN event SET STATISTICS 0;
ALTER TABLE ONLY outreach.registration_case_version ALTER COLUMN evidence SET STATISTICS 0;
ALTER TABLE ONLY outreach.registration_case_version ALTER COLUMN recorded_at SET STATISTICS 0;
ALTER TABLE ONLY outreach.registration_case_version ALTER COLUMN recorded_by SET STATISTICS 0;

ALTER TABLE ONLY outreach.registration_case_version FORCE ROW LEVEL SECURITY;

ALTER TABLE outreach.registration_case_version OWNER TO outreach_owner;

CREATE VIEW outreach.case_current WITH (security_invoker='true') AS
 SELECT DISTINCT ON (v.person_id, v.case_id) v.person_id,
    v.case_id,
    c.organisation_id,
    c.opened_at,
    v.version,
    v.state,
    v.due_on,
    v.recorded_at
   FROM (outreach.registration_case c
     JOIN outreach.registration_case_version v ON (((v.person_id = c.person_id) AND (v.case_id = c.case_id))))
  ORDER BY v.person_id, v.case_id, v.version DESC;

ALTER TABLE outreach.case_current OWNER TO outreach_owner;

CREATE TABLE outreach.case_escalation (
    person_id uuid NOT NULL,
    case_id uuid NOT NULL,
    version integer NOT NULL,
    due_on date NOT NULL,
    escalated_at timestamp with time zone DEFAULT now() NOT NULL,
    escalated_by uuid NOT NULL
);

ALTER TABLE ONLY outreach.case_escalation FORCE ROW LEVEL SECURITY;

ALTER TABLE outreach.case_escalation OWNER TO outreach_owner;

CREATE TABLE outreach.client_assertion (
    client_id uuid NOT NULL,
    jti_sha256 bytea NOT NULL,
    expires_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY outreach.client_assertion FORCE ROW LEVEL SECURITY;

ALTER TABLE outreach.client_assertion OWNER TO outreach_owner;

CREATE TABLE outreach.employment (
    person_id uuid NOT NULL,
    employment_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    employer_reference text,
    job_role text DEFAULT ''::text NOT NULL,
    priority_cohort integer NOT NULL,
    started_on date,
    ended_on date,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    recorded_by uuid NOT NULL,
    withdrawn_at timestamp with time zone,
    CONSTRAINT employer_reference_is_not_empty CHECK ((employer_reference <> ''::text)),
    CONSTRAINT employment_ends_after_it_began CHECK ((ended_on >= started_on)),
    CONSTRAINT priority_cohort_is_known CHECK (((priority_cohort >= 1) AND (priority_cohort <= 9)))
);
ALTER TABLE ONLY outreach.employment ALTER COLUMN job_role SET STATISTICS 0;
ALTER TABLE ONLY outreach.employment ALTER COLUMN priority_cohort SET STATISTICS 0;
ALTER TABLE ONLY outreach.employment ALTER COLUMN started_on SET STATISTICS 0;
ALTER TABLE ONLY outreach.employment ALTER COLUMN recorded_by SET STATISTICS 0;

ALTER TABLE ONLY outreach.employment FORCE ROW LEVEL SECURITY;

ALTER TABLE outreach.employment OWNER TO outreach_owner;

CREATE TABLE outreach.identifier (
    person_id uuid NOT NULL,
    scheme text NOT NULL,
    value text NOT NULL,
    state text,
    replaced_by text,
    opened_at timestamp with time zone DEFAULT now() NOT NULL,
    opened_by uuid NOT NULL,
    closed_at timestamp with time zone,
    closed_by uuid,
    close_reason text,
    run_id uuid,
    opening_change_id uuid,
    closing_change_id uuid,
    CONSTRAINT closed_identifier_has_a_reason CHECK ((((closed_at IS NULL) = (close_reason IS NULL)) AND ((closed_at IS NULL) = (closed_by IS NULL)))),
    CONSTRAINT closed_temporary_id_says_why CHECK (((scheme <> 'temporary_id'::text) OR ((closed_at IS NOT NULL) = (state = ANY (ARRAY['revoked'::text, 'replaced'::text]))))),
    CONSTRAINT identifier_scheme_is_known CHECK ((scheme = ANY (ARRAY['temporary_id'::text, 'nhs_number'::text, 'chi_number'::text, 'hc_number'::text]))),
    CONSTRAINT national_number_has_ten_digits CHECK (((scheme = 'temporary_id'::text) OR (value ~ '^[0-9]{10}$'::text))),
    CONSTRAINT only_what_is_closed_was_taken CHECK (((closing_change_id IS NULL) OR (closed_at IS NOT NULL))),
    CONSTRAINT replaced_temporary_id_names_its_successor CHECK (((NOT (state IS DISTINCT FROM 'replaced'::text)) = (replaced_by IS NOT NULL))),
    CONSTRAINT temporary_id_has_a_state CHECK ((((scheme = 'temporary_id'::text) = (state IS NOT NULL)) AND (state = ANY (ARRAY['reserved'::text, 'issued'::text, 'revoked'::text, 'replaced'::text])))),
    CONSTRAINT temporary_id_is_canonical CHECK (((scheme <> 'temporary_id'::text) OR (value ~ '^T[0-9A-HJKMNP-RTV-Z]{10}$'::text)))
);

ALTER TABLE ONLY outreach.identifier FORCE ROW LEVEL SECURITY;

ALTER TABLE outreach.identifier OWNER TO outreach_owner;

CREATE TABLE outreach.person (
    person_id uuid NOT NULL,
    merged boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid NOT NULL,
    created_for uuid NOT NULL
);

ALTER TABLE ONLY outreach.person FORCE ROW LEVEL SECURITY;

ALTER TABLE outreach.person OWNER TO outreach_owner;

CREATE TABLE outreach.person_link (
    person_id uuid NOT NULL,
    link_id uuid NOT NULL,
    golden_person_id uuid NOT NULL,
    merge_id uuid NOT NULL,
    opened_at timestamp with time zone DEFAULT now() NOT NULL,
    closed_at timestamp with time zone,
    person_is_merged boolean GENERATED ALWAYS AS (
CASE
    WHEN (closed_at IS NULL) THEN true
    ELSE NULL::boolean
END) STORED,
    golden_is_merged boolean GENERATED ALWAYS AS (
CASE
    WHEN (closed_at IS NULL) THEN false
    ELSE NULL::boolean
END) STORED,
    CONSTRAINT link_joins_two_people CHECK ((person_id <> golden_person_id))
);

ALTER TABLE ONLY outreach.person_link FORCE ROW LEVEL SECURITY;

ALTER TABLE outreach.person_link OWNER TO outreach_owner;

CREATE VIEW outreach.enrolled_person WITH (security_invoker='true') AS
 WITH grouped AS (
         SELECT p.person_id,
            p.created_at,
            COALESCE(l.golden_person_id, p.person_id) AS golden_person_id
           FROM (outreach.person p
             LEFT JOIN outreach.person_link l ON (((l.person_id = p.person_id) AND (l.closed_at IS NULL))))
        ), withdrawn AS (
         SELECT DISTINCT g_1.golden_person_id
           FROM (outreach.employment e
             JOIN grouped g_1 ON ((g_1.person_id = e.person_id)))
          WHERE (e.withdrawn_at IS NOT NULL)
        ), gone AS (
         SELECT w.golden_person_id
           FROM withdrawn w
          WHERE (NOT (EXISTS ( SELECT
                   FROM (grouped g_1
                     JOIN outreach.employment e ON (((e.person_id = g_1.person_id) AND (e.withdrawn_at IS NULL))))
                  WHERE (g_1.golden_person_id = w.golden_person_id))))
        ), numbered AS (
         SELECT DISTINCT g_1.golden_person_id
           FROM (outreach.identifier i
             JOIN grouped g_1 ON ((g_1.person_id = i.person_id)))
          WHERE ((i.scheme = 'nhs_number'::text) AND (i.closed_at IS NULL))
        )
 SELECT g.person_id,
    g.created_at,
    g.golden_person_id,
    (n.golden_person_id IS NULL) AS is_open
   FROM (grouped g
     LEFT JOIN numbered n ON ((n.golden_person_id = g.golden_person_id)))
  WHERE (NOT (EXISTS ( SELECT
           FROM gone
          WHERE (gone.golden_person_id = g.golden_person_id))));

ALTER TABLE outreach.enrolled_person OWNER TO outreach_owner;

CREATE TABLE outreach.idempotency_key (
    account_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    operation text NOT NULL,
    key text NOT NULL,
    request_sha256 bytea NOT NULL,
    response jsonb,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE ONLY outreach.idempotency_key FORCE ROW LEVEL SECURITY;

ALTER TABLE outreach.idempotency_key OWNER TO outreach_owner;

CREATE TABLE outreach.job (
    job_id uuid DEFAULT outreach.uuid_v7() NOT NULL,
    kind text NOT NULL,
    payload jsonb DEFAULT '{}'::jsonb NOT NULL,
    result jsonb,
    state text DEFAULT 'queued'::text NOT NULL,
    run_at timestamp with time zone DEFAULT now() NOT NULL,
    attempt integer DEFAULT 0 NOT NULL,
    maximum_attempts integer NOT NULL,
    leased_until timestamp with time zone,
    leased_by text,
    unique_key text,
    schedule text,
    scheduled_for timestamp with time zone,
    error_code text,
    requested_by uuid,
    requested_for uuid,
    requested_role text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    traceparent text DEFAULT NULLIF(current_setting('outreach.traceparent'::text, true), ''::text),
    CONSTRAINT ended_job_says_when CHECK (((state = ANY (ARRAY['done'::text, 'dead'::text])) = (finished_at IS NOT NULL))),
    CONSTRAINT job_error_is_a_code CHECK ((error_code ~ '^[A-Za-z0-9_]{1,100}$'::text)),
    CONSTRAINT job_kind_is_a_word CHECK ((kind ~ '^[a-z][a-z_]{1,62}$'::text)),
    CONSTRAINT job_may_be_tried CHECK (((maximum_attempts >= 1) AND (attempt >= 0))),
    CONSTRAINT job_state_is_known CHECK ((state = ANY (ARRAY['queued'::text, 'running'::text, 'done'::text, 'dead'::text]))),
    CONSTRAINT job_trace_is_a_trace_context CHECK ((traceparent ~ '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$'::text)),
    CONSTRAINT running_job_has_a_lease CHECK ((((state = 'running'::text) = (leased_until IS NOT NULL)) AND ((state = 'running'::text) = (leased_by IS NOT NULL))))
)
WITH (fillfactor='70', autovacuum_vacuum_scale_factor='0.02', autovacuum_vacuum_threshold='200');

ALTER TABLE ONLY outreach.job FORCE ROW LEVEL SECURITY;

ALTER TABLE outreach.job OWNER TO outreach_owner;

CREATE TABLE outreach.job_schedule (
    name text NOT NULL,
    fired_for timestamp with time zone NOT NULL,
    fired_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE ONLY outreach.job_schedule FORCE ROW LEVEL SECURITY;

ALTER TABLE outreach.job_schedule OWNER TO outreach_owner;

CREATE TABLE outreach.match_model (
    model_id text NOT NULL,
    text text NOT NULL,
    name text NOT NULL,
    notes text NOT NULL,
    trained_from text NOT NULL,
    added_at timestamp with time zone DEFAULT now() NOT NULL,
    added_by uuid DEFAULT outreach.acting_account(),
    approved_at timestamp with time zone,
    approved_by uuid,
    CONSTRAINT approved_model_says_by_whom CHECK (((approved_at IS NULL) = (approved_by IS NULL))),
    CONSTRAINT model_has_a_name CHECK ((name <> ''::text)),
    CONSTRAINT model_id_is_the_hash_of_its_text CHECK ((model_id = encode(sha256(convert_to(text, 'UTF8'::name)), 'hex'::text))),
    CONSTRAINT nobody_approves_the_own_model CHECK ((approved_by <> added_by))
);

ALTER TABLE ONLY outreach.match_model FORCE ROW LEVEL SECURITY;

ALTER TABLE outreach.match_model OWNER TO outreach_owner;

CREATE TABLE outreach.match_model_activation (
    activation integer NOT NULL,
    model_id text NOT NULL,
    kind text NOT NULL,
    reason text NOT NULL,
    activated_at timestamp with time zone DEFAULT now() NOT NULL,
    activated_by uuid DEFAULT outreach.acting_account(),
    CONSTRAINT activation_counts_from_one CHECK ((activation >= 1)),
    CONSTRAINT activation_has_a_reason CHECK ((reason <> ''::text)),
    CONSTRAINT activation_kind_is_known CHECK ((kind = ANY (ARRAY['release'::text, 'approval'::text, 'rollback'::text]))),
    CONSTRAINT only_a_release_is_nobody CHECK (((kind = 'release'::text) = (activated_by IS NULL)))
);

ALTER TABLE ONLY outreach.match_model_activation FORCE ROW LEVEL SECURITY;

ALTER TABLE outreach.match_model_activation OWNER TO outreach_owner;

CREATE TABLE outreach.matching_keys (
    is_only boolean DEFAULT true NOT NULL,
    version integer NOT NULL,
    CONSTRAINT matching_keys_have_no_second_row CHECK (is_only)
);

ALTER TABLE outreach.matching_keys OWNER TO outreach_owner;

CREATE TABLE outreach.membership (
    account_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    role text NOT NULL,
    opened_at timestamp with time zone DEFAULT now() NOT NULL,
    closed_at timestamp with time zone,
    CONSTRAINT membership_ends_after_it_began CHECK ((closed_at >= opened_at)),
    CONSTRAINT role_is_known CHECK ((role = ANY (ARRAY['manager'::text, 'vaccinator'::text, 'registrar'::text, 'steward'::text, 'administrator'::text, 'auditor'::text, 'system'::text])))
);

ALTER TABLE ONLY outreach.membership FORCE ROW LEVEL SECURITY;

ALTER TABLE outreach.membership OWNER TO outreach_owner;

CREATE UNLOGGED TABLE outreach.miss_alert (
    caller bigint NOT NULL,
    raised_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY outreach.miss_alert FORCE ROW LEVEL SECURITY;

ALTER TABLE outreach.miss_alert OWNER TO outreach_owner;

CREATE TABLE outreach.notification (
    person_id uuid NOT NULL,
    notification_id uuid DEFAULT outreach.uuid_v7() NOT NULL,
    place bigint NOT NULL,
    vaccination_id uuid NOT NULL,
    version integer NOT NULL,
    action text NOT NULL,
    recipient text NOT NULL,
    nhs_number text,
    state text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    attempt integer DEFAULT 0 NOT NULL,
    failures integer DEFAULT 0 NOT NULL,
    next_try_at timestamp with time zone DEFAULT now() NOT NULL,
    leased_until timestamp with time zone,
    sent_at timestamp with time zone,
    error_code text,
    traceparent text DEFAULT NULLIF(current_setting('outreach.traceparent'::text, true), ''::text),
    CONSTRAINT held_notification_has_no_number CHECK (((state = ANY (ARRAY['held'::text, 'dropped'::text])) OR (nhs_number IS NOT NULL))),
    CONSTRAINT notification_action_is_known CHECK ((action = ANY (ARRAY['new'::text, 'update'::text, 'delete'::text]))),
    CONSTRAINT notification_error_is_a_code CHECK ((error_code ~ '^[A-Za-z0-9_]{1,100}$'::text)),
    CONSTRAINT notification_recipient_is_known CHECK ((recipient = ANY (ARRAY['immunisation_store'::text, 'practice'::text]))),
    CONSTRAINT notification_state_is_known CHECK ((state = ANY (ARRAY['held'::text, 'queued'::text, 'sent'::text, 'acknowledged'::text, 'undeliverable'::text, 'dead'::text, 'dropped'::text]))),
    CONSTRAINT notification_trace_is_a_trace_context CHECK ((traceparent ~ '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$'::text))
);

ALTER TABLE ONLY outreach.notification FORCE ROW LEVEL SECURITY;

ALTER TABLE outreach.notification OWNER TO outreach_owner;

ALTER TABLE outreach.notification ALTER COLUMN place ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME outreach.notification_place_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE outreach.number_change (
    person_id uuid NOT NULL,
    change_id uuid NOT NULL,
    review_id uuid,
    exclusion_id uuid,
    people uuid[] NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_by uuid DEFAULT outreach.acting_account() NOT NULL,
    undone_at timestamp with time zone,
    undone_by uuid,
    undo_reason text,
    CONSTRAINT number_change_concerns_its_person CHECK ((person_id = ANY (people))),
    CONSTRAINT undone_number_change_says_who_and_why CHECK ((((undone_at IS NULL) = (undone_by IS NULL)) AND ((undone_at IS NULL) = (undo_reason IS NULL))))
);

ALTER TABLE ONLY outreach.number_change FORCE ROW LEVEL SECURITY;

ALTER TABLE outreach.number_change OWNER TO outreach_owner;

CREATE TABLE outreach.person_details (
    person_id uuid NOT NULL,
    version integer NOT NULL,
    title text,
    given_names text NOT NULL,
    middle_names text DEFAULT ''::text NOT NULL,
    family_name text NOT NULL,
    previous_family_names text[] DEFAULT '{}'::text[] NOT NULL,
    latin_given_names text,
    latin_family_name text,
    birth_date date,
    birth_date_precision text,
    sex text DEFAULT '0'::text NOT NULL,
    address_line text DEFAULT ''::text NOT NULL,
    town text DEFAULT ''::text NOT NULL,
    postcode text DEFAULT ''::text NOT NULL,
    phone text DEFAULT ''::text NOT NULL,
    email text DEFAULT ''::text NOT NULL,
    country_of_birth text DEFAULT ''::text NOT NULL,
    claimed_nhs_number text DEFAULT ''::text NOT NULL,
    number_unavailable text NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    recorded_by uuid NOT NULL,
    recorded_for uuid NOT NULL,
    reason text NOT NULL,
    CONSTRAINT birth_date_has_a_precision CHECK ((((birth_date IS NULL) = (birth_date_precision IS NULL)) AND (birth_date_precision = ANY (ARRAY['day'::text, 'month'::text, 'year'::text])))),
    CONSTRAINT person_details_have_a_reason CHECK ((reason <> ''::text)),
    CONSTRAINT person_details_version_counts_from_one CHECK ((version >= 1)),
    CONSTRAINT person_has_a_name CHECK (((given_names <> ''::text) OR (family_name <> ''::text))),
    CONSTRAINT sex_code_is_known CHECK ((sex = ANY (ARRAY['0'::text, '1'::text, '2'::text, '9'::text])))
);
ALTER TABLE ONLY outreach.person_details ALTER COLUMN title SET STATISTICS 0;
ALTER TABLE ONLY outreach.person_details ALTER COLUMN given_names SET STATISTICS 0;
ALTER TABLE ONLY outreach.person_details ALTER COLUMN middle_names SET STATISTICS 0;
ALTER TABLE ONLY outreach.person_details ALTER COLUMN family_name SET STATISTICS 0;
ALTER TABLE ONLY outreach.person_details ALTER COLUMN previous_family_names SET STATISTICS 0;
ALTER TABLE ONLY outreach.person_details ALTER COLUMN latin_given_names SET STATISTICS 0;
ALTER TABLE ONLY outreach.person_details ALTER COLUMN latin_family_name SET STATISTICS 0;
ALTER TABLE ONLY outreach.person_details ALTER COLUMN birth_date SET STATISTICS 0;
ALTER TABLE ONLY outreach.person_details ALTER COLUMN birth_date_precision SET STATISTICS 0;
ALTER TABLE ONLY outreach.person_details ALTER COLUMN sex SET STATISTICS 0;
ALTER TABLE ONLY outreach.person_details ALTER COLUMN address_line SET STATISTICS 0;
ALTER TABLE ONLY outreach.person_details ALTER COLUMN town SET STATISTICS 0;
ALTER TABLE ONLY outreach.person_details ALTER COLUMN postcode SET STATISTICS 0;
ALTER TABLE ONLY outreach.person_details ALTER COLUMN phone SET STATISTICS 0;
ALTER TABLE ONLY outreach.person_details ALTER COLUMN email SET STATISTICS 0;
ALTER TABLE ONLY outreach.person_details ALTER COLUMN country_of_birth SET STATISTICS 0;
ALTER TABLE ONLY outreach.person_details ALTER COLUMN claimed_nhs_number SET STATISTICS 0;
ALTER TABLE ONLY outreach.person_details ALTER COLUMN number_unavailable SET STATISTICS 0;
ALTER TABLE ONLY outreach.person_details ALTER COLUMN recorded_at SET STATISTICS 0;
ALTER TABLE ONLY outreach.person_details ALTER COLUMN recorded_by SET STATISTICS 0;
ALTER TABLE ONLY outreach.person_details ALTER COLUMN recorded_for SET STATISTICS 0;
ALTER TABLE ONLY outreach.person_details ALTER COLUMN reason SET STATISTICS 0;

ALTER TABLE ONLY outreach.person_details FORCE ROW LEVEL SECURITY;

ALTER TABLE outreach.person_details OWNER TO outreach_owner;

CREATE VIEW outreach.person_current WITH (security_invoker='true') AS
 SELECT DISTINCT ON (person_details.person_id) person_details.person_id,
    person_details.version,
    person_details.title,
    person_details.given_names,
    person_details.middle_names,
    person_details.family_name,
    person_details.previous_family_names,
    person_details.latin_given_names,
    person_details.latin_family_name,
    person_details.birth_date,
    person_details.birth_date_precision,
    person_details.sex,
    person_details.address_line,
    person_details.town,
    person_details.postcode,
    person_details.phone,
    person_details.email,
    person_details.country_of_birth,
    person_details.claimed_nhs_number,
    person_details.number_unavailable,
    person_details.recorded_at,
    person_details.recorded_by,
    person_details.recorded_for
   FROM outreach.person_details
  ORDER BY person_details.person_id, person_details.version DESC;

ALTER TABLE outreach.person_current OWNER TO outreach_owner;

CREATE TABLE outreach.person_exclusion (
    person_id uuid NOT NULL,
    exclusion_id uuid NOT NULL,
    other_person_id uuid,
    nhs_number text,
    reason text NOT NULL,
    declared_at timestamp with time zone DEFAULT now() NOT NULL,
    declared_by uuid DEFAULT outreach.acting_account() NOT NULL,
    withdrawn_at timestamp with time zone,
    withdrawn_by uuid,
    withdraw_reason text,
    CONSTRAINT excluded_people_stand_in_one_order CHECK ((person_id < other_person_id)),
    CONSTRAINT exclusion_has_a_reason CHECK ((reason <> ''::text)),
    CONSTRAINT exclusion_names_a_person_or_a_number CHECK ((num_nonnulls(other_person_id, nhs_number) = 1)),
    CONSTRAINT withdrawn_exclusion_says_who_and_why CHECK ((((withdrawn_at IS NULL) = (withdrawn_by IS NULL)) AND ((withdrawn_at IS NULL) = (withdraw_reason IS NULL))))
);

ALTER TABLE ONLY outreach.person_exclusion FORCE ROW LEVEL SECURITY;

ALTER TABLE outreach.person_exclusion OWNER TO outreach_owner;

CREATE TABLE outreach.person_key (
    person_id uuid NOT NULL,
    key bigint NOT NULL
);

ALTER TABLE ONLY outreach.person_key FORCE ROW LEVEL SECURITY;

ALTER TABLE outreach.person_key OWNER TO outreach_owner;

CREATE TABLE outreach.person_merge (
    person_id uuid NOT NULL,
    merge_id uuid NOT NULL,
    other_person_id uuid NOT NULL,
    run_id uuid,
    rule text NOT NULL,
    opened_at timestamp with time zone DEFAULT now() NOT NULL,
    opened_by uuid NOT NULL,
    reason text NOT NULL,
    closed_at timestamp with time zone,
    closed_by uuid,
    close_reason text,
    CONSTRAINT closed_merge_has_a_reason CHECK ((((closed_at IS NULL) = (close_reason IS NULL)) AND ((closed_at IS NULL) = (closed_by IS NULL)))),
    CONSTRAINT merge_has_a_reason CHECK ((reason <> ''::text)),
    CONSTRAINT merge_joins_two_people CHECK ((person_id < other_person_id))
);

ALTER TABLE ONLY outreach.person_merge FORCE ROW LEVEL SECURITY;

ALTER TABLE outreach.person_merge OWNER TO outreach_owner;

CREATE TABLE outreach.reconcile_run (
    run_id uuid NOT NULL,
    reference_id uuid NOT NULL,
    model text NOT NULL,
    started_at timestamp with time zone DEFAULT now() NOT NULL,
    started_by uuid NOT NULL,
    leased_until timestamp with time zone NOT NULL,
    attempt integer DEFAULT 1 NOT NULL,
    finished_at timestamp with time zone,
    abandoned_at timestamp with time zone,
    traced integer DEFAULT 0 NOT NULL,
    numbered integer DEFAULT 0 NOT NULL,
    merged integer DEFAULT 0 NOT NULL,
    reviews integer DEFAULT 0 NOT NULL,
    undone_at timestamp with time zone,
    undone_by uuid,
    scope text,
    CONSTRAINT run_scope_is_known CHECK ((scope = ANY (ARRAY['everybody'::text, 'changed'::text]))),
    CONSTRAINT undone_run_names_who CHECK (((undone_at IS NULL) = (undone_by IS NULL)))
);

ALTER TABLE ONLY outreach.reconcile_run FORCE ROW LEVEL SECURITY;

ALTER TABLE outreach.reconcile_run OWNER TO outreach_owner;

CREATE TABLE outreach.reference_extract (
    reference_id uuid NOT NULL,
    source text NOT NULL,
    sha256 bytea NOT NULL,
    record_count integer NOT NULL,
    loaded_at timestamp with time zone DEFAULT now() NOT NULL,
    loaded_by uuid NOT NULL,
    retired_at timestamp with time zone,
    replaced_in uuid
);

ALTER TABLE ONLY outreach.reference_extract FORCE ROW LEVEL SECURITY;

ALTER TABLE outreach.reference_extract OWNER TO outreach_owner;

CREATE TABLE outreach.reference_key (
    reference_id uuid NOT NULL,
    key bigint NOT NULL,
    record_id text NOT NULL
);

ALTER TABLE ONLY outreach.reference_key FORCE ROW LEVEL SECURITY;

ALTER TABLE outreach.reference_key OWNER TO outreach_owner;

CREATE TABLE outreach.reference_patient (
    reference_id uuid NOT NULL,
    record_id text NOT NULL,
    nhs_number text NOT NULL,
    given_names text NOT NULL,
    middle_names text NOT NULL,
    family_name text NOT NULL,
    previous_family_names text[] NOT NULL,
    birth_date date,
    birth_date_precision text,
    sex text NOT NULL,
    address_line text NOT NULL,
    postcode text NOT NULL,
    previous_postcode text NOT NULL,
    phone text NOT NULL,
    email text NOT NULL,
    practice_code text NOT NULL,
    deceased boolean NOT NULL,
    confidential boolean NOT NULL,
    superseded_by text NOT NULL,
    match_version integer,
    match_record bytea,
    added_at timestamp with time zone DEFAULT now()
);

ALTER TABLE ONLY outreach.reference_patient FORCE ROW LEVEL SECURITY;

ALTER TABLE outreach.reference_patient OWNER TO outreach_owner;

CREATE TABLE outreach.retention_run (
    run_id uuid NOT NULL,
    policy_sha256 bytea NOT NULL,
    planned_at timestamp with time zone DEFAULT now() NOT NULL,
    planned_by uuid NOT NULL,
    counts jsonb NOT NULL,
    done_at timestamp with time zone,
    done_by uuid,
    CONSTRAINT retention_run_is_carried_out_within_a_day CHECK ((done_at < (planned_at + '1 day'::interval))),
    CONSTRAINT retention_run_names_who CHECK (((done_at IS NULL) = (done_by IS NULL)))
);

ALTER TABLE ONLY outreach.retention_run FORCE ROW LEVEL SECURITY;

ALTER TABLE outreach.retention_run OWNER TO outreach_owner;

CREATE TABLE outreach.review_decision (
    person_id uuid NOT NULL,
    review_id uuid NOT NULL,
    step integer NOT NULL,
    decision text NOT NULL,
    outcome text NOT NULL,
    reason text NOT NULL,
    decided_at timestamp with time zone DEFAULT now() NOT NULL,
    decided_by uuid DEFAULT outreach.acting_account() NOT NULL,
    proposal_step integer,
    proposed_by uuid,
    merge_id uuid,
    exclusion_id uuid,
    nhs_number text,
    CONSTRAINT decision_has_a_reason CHECK ((reason <> ''::text)),
    CONSTRAINT decision_is_known CHECK ((decision = ANY (ARRAY['same'::text, 'different'::text, 'more_information'::text, 'give_number'::text, 'close_number'::text, 'keep'::text, 'accept'::text, 'confirm'::text, 'reject'::text, 'undo'::text]))),
    CONSTRAINT decision_outcome_is_known CHECK ((outcome = ANY (ARRAY['done'::text, 'proposed'::text, 'waiting'::text, 'rejected'::text, 'in_conflict'::text, 'undone'::text]))),
    CONSTRAINT decision_step_counts_from_one CHECK ((step >= 1)),
    CONSTRAINT nobody_confirms_the_own_proposal CHECK (((decision <> 'confirm'::text) OR COALESCE(((proposal_step < step) AND (proposed_by <> decided_by)), false)))
);

ALTER TABLE ONLY outreach.review_decision FORCE ROW LEVEL SECURITY;

ALTER TABLE outreach.review_decision OWNER TO outreach_owner;

CREATE TABLE outreach.run_census (
    run_id uuid NOT NULL,
    counts bytea NOT NULL,
    counted_at timestamp with time zone DEFAULT now() NOT NULL
);
ALTER TABLE ONLY outreach.run_census ALTER COLUMN counts SET STORAGE EXTERNAL;

ALTER TABLE ONLY outreach.run_census FORCE ROW LEVEL SECURITY;

ALTER TABLE outreach.run_census OWNER TO outreach_owner;

CREATE TABLE outreach.schema_migration (
    number integer NOT NULL,
    name text NOT NULL,
    sha256 text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE outreach.schema_migration OWNER TO outreach_owner;

CREATE TABLE outreach.subject_access (
    person_id uuid NOT NULL,
    access_id uuid DEFAULT outreach.uuid_v7() NOT NULL,
    reason text NOT NULL,
    made_at timestamp with time zone DEFAULT now() NOT NULL,
    made_by uuid NOT NULL,
    made_for uuid NOT NULL,
    CONSTRAINT subject_access_has_a_reason CHECK ((reason <> ''::text))
);

ALTER TABLE ONLY outreach.subject_access FORCE ROW LEVEL SECURITY;

ALTER TABLE outreach.subject_access OWNER TO outreach_owner;

CREATE TABLE outreach.trace (
    person_id uuid NOT NULL,
    trace_id uuid DEFAULT outreach.uuid_v7() NOT NULL,
    run_id uuid,
    source text NOT NULL,
    grade text NOT NULL,
    record_id text,
    nhs_number text,
    score double precision NOT NULL,
    rule text NOT NULL,
    reasons text[] NOT NULL,
    vetoes text[] NOT NULL,
    outcome text NOT NULL,
    traced_at timestamp with time zone DEFAULT now() NOT NULL,
    runner_up_record_id text,
    runner_up_score double precision,
    margin double precision,
    waterfall text,
    details_version integer,
    CONSTRAINT trace_grade_is_known CHECK ((grade = ANY (ARRAY['certain'::text, 'probable'::text, 'possible'::text, 'certainly-not'::text]))),
    CONSTRAINT trace_outcome_is_known CHECK ((outcome = ANY (ARRAY['assigned'::text, 'review'::text, 'conflict'::text, 'none'::text])))
);

ALTER TABLE ONLY outreach.trace FORCE ROW LEVEL SECURITY;

ALTER TABLE outreach.trace OWNER TO outreach_owner;

CREATE TABLE outreach.trace_batch (
    batch_id uuid NOT NULL,
    scope text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid DEFAULT outreach.acting_account() NOT NULL,
    CONSTRAINT trace_batch_scope_is_known CHECK ((scope = ANY (ARRAY['waiting'::text, 'held'::text])))
);

ALTER TABLE ONLY outreach.trace_batch FORCE ROW LEVEL SECURITY;

ALTER TABLE outreach.trace_batch OWNER TO outreach_owner;

CREATE TABLE outreach.trace_batch_row (
    person_id uuid NOT NULL,
    batch_id uuid NOT NULL,
    reference text NOT NULL,
    version integer NOT NULL,
    asked_number text NOT NULL,
    answered_at timestamp with time zone,
    answered_by uuid,
    code text,
    outcome text,
    matched_number text,
    algorithm text,
    confidence double precision,
    given_names text DEFAULT ''::text NOT NULL,
    middle_names text DEFAULT ''::text NOT NULL,
    family_name text DEFAULT ''::text NOT NULL,
    birth_date date,
    birth_date_precision text,
    sex text DEFAULT '0'::text NOT NULL,
    address_line text DEFAULT ''::text NOT NULL,
    postcode text DEFAULT ''::text NOT NULL,
    phone text DEFAULT ''::text NOT NULL,
    email text DEFAULT ''::text NOT NULL,
    practice_code text DEFAULT ''::text NOT NULL,
    deceased boolean DEFAULT false NOT NULL,
    confidential boolean DEFAULT false NOT NULL,
    CONSTRAINT answered_trace_says_what_and_who CHECK ((((answered_at IS NULL) = (answered_by IS NULL)) AND ((answered_at IS NULL) = (code IS NULL)) AND ((answered_at IS NULL) = (outcome IS NULL)))),
    CONSTRAINT traced_birth_date_has_a_precision CHECK (((birth_date IS NULL) = (birth_date_precision IS NULL))),
    CONSTRAINT traced_sex_code_is_known CHECK ((sex = ANY (ARRAY['0'::text, '1'::text, '2'::text, '9'::text])))
);

ALTER TABLE ONLY outreach.trace_batch_row FORCE ROW LEVEL SECURITY;

ALTER TABLE outreach.trace_batch_row OWNER TO outreach_owner;

CREATE TABLE outreach.upload (
    upload_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    sha256 bytea NOT NULL,
    row_count integer NOT NULL,
    enrolled_count integer NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid NOT NULL,
    undone_at timestamp with time zone,
    undone_by uuid,
    finished_at timestamp with time zone DEFAULT now()
);

ALTER TABLE ONLY outreach.upload FORCE ROW LEVEL SECURITY;

ALTER TABLE outreach.upload OWNER TO outreach_owner;

CREATE TABLE outreach.upload_row (
    upload_id uuid NOT NULL,
    row_number integer NOT NULL,
    result text NOT NULL,
    person_id uuid,
    employment_id uuid,
    problems jsonb DEFAULT '[]'::jsonb NOT NULL,
    CONSTRAINT enrolled_row_names_a_person CHECK (((result = 'refused'::text) = (person_id IS NULL))),
    CONSTRAINT upload_result_is_known CHECK ((result = ANY (ARRAY['enrolled'::text, 'already_enrolled'::text, 'known_person'::text, 'already_registered'::text, 'refused'::text])))
);
ALTER TABLE ONLY outreach.upload_row ALTER COLUMN result SET STATISTICS 0;
ALTER TABLE ONLY outreach.upload_row ALTER COLUMN employment_id SET STATISTICS 0;
ALTER TABLE ONLY outreach.upload_row ALTER COLUMN problems SET STATISTICS 0;

ALTER TABLE ONLY outreach.upload_row FORCE ROW LEVEL SECURITY;

ALTER TABLE outreach.upload_row OWNER TO outreach_owner;

CREATE TABLE outreach.vaccination (
    person_id uuid NOT NULL,
    vaccination_id uuid NOT NULL,
    disease text NOT NULL,
    given_on date NOT NULL,
    site_id uuid NOT NULL,
    is_void boolean DEFAULT false NOT NULL
);

ALTER TABLE ONLY outreach.vaccination FORCE ROW LEVEL SECURITY;

ALTER TABLE outreach.vaccination OWNER TO outreach_owner;

CREATE TABLE outreach.vaccination_version (
    person_id uuid NOT NULL,
    vaccination_id uuid NOT NULL,
    version integer NOT NULL,
    status text NOT NULL,
    disease text NOT NULL,
    product text NOT NULL,
    procedure_code text NOT NULL,
    dose_number integer NOT NULL,
    given_at timestamp with time zone NOT NULL,
    given_on date NOT NULL,
    site_id uuid NOT NULL,
    batch_number text DEFAULT ''::text NOT NULL,
    batch_expiry date,
    body_site text DEFAULT ''::text NOT NULL,
    route text DEFAULT ''::text NOT NULL,
    performer text DEFAULT ''::text NOT NULL,
    primary_source boolean NOT NULL,
    override_reason text,
    reason text NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    recorded_by uuid NOT NULL,
    recorded_for uuid NOT NULL,
    CONSTRAINT dose_number_counts_from_one CHECK ((dose_number >= 1)),
    CONSTRAINT vaccination_status_is_known CHECK ((status = ANY (ARRAY['recorded'::text, 'amended'::text, 'void'::text]))),
    CONSTRAINT vaccination_version_counts_from_one CHECK ((version >= 1)),
    CONSTRAINT vaccination_version_has_a_reason CHECK ((reason <> ''::text))
);

ALTER TABLE ONLY outreach.vaccination_version FORCE ROW LEVEL SECURITY;

ALTER TABLE outreach.vaccination_version OWNER TO outreach_owner;

CREATE VIEW outreach.vaccination_current WITH (security_invoker='true') AS
 SELECT DISTINCT ON (vaccination_version.person_id, vaccination_version.vaccination_id) vaccination_version.person_id,
    vaccination_version.vaccination_id,
    vaccination_version.version,
    vaccination_version.status,
    vaccination_version.disease,
    vaccination_version.product,
    vaccination_version.procedure_code,
    vaccination_version.dose_number,
    vaccination_version.given_at,
    vaccination_version.given_on,
    vaccination_version.site_id,
    vaccination_version.batch_number,
    vaccination_version.batch_expiry,
    vaccination_version.body_site,
    vaccination_version.route,
    vaccination_version.performer,
    vaccination_version.primary_source,
    vaccination_version.override_reason,
    vaccination_version.reason,
    vaccination_version.recorded_at,
    vaccination_version.recorded_by,
    vaccination_version.recorded_for
   FROM outreach.vaccination_version
  ORDER BY vaccination_version.person_id, vaccination_version.vaccination_id, vaccination_version.version DESC;

ALTER TABLE outreach.vaccination_current OWNER TO outreach_owner;

ALTER TABLE ONLY outreach.audit_entry ATTACH PARTITION outreach.audit_entry_default DEFAULT;

ALTER TABLE ONLY outreach.access_token
    ADD CONSTRAINT access_token_is_unique PRIMARY KEY (token_sha256);

ALTER TABLE ONLY outreach.account
    ADD CONSTRAINT account_has_an_id PRIMARY KEY (account_id);

ALTER TABLE ONLY outreach.match_model_activation
    ADD CONSTRAINT activation_has_its_place PRIMARY KEY (activation);

ALTER TABLE ONLY outreach.api_client
    ADD CONSTRAINT api_client_has_an_id PRIMARY KEY (client_id);

ALTER TABLE ONLY outreach.api_client
    ADD CONSTRAINT api_key_is_unique UNIQUE (key_sha256);

ALTER TABLE ONLY outreach.client_assertion
    ADD CONSTRAINT assertion_is_used_once PRIMARY KEY (client_id, jti_sha256);

ALTER TABLE ONLY outreach.audit_entry
    ADD CONSTRAINT audit_entry_has_an_id PRIMARY KEY (occurred_at, entry_id);

ALTER TABLE ONLY outreach.audit_entry_default
    ADD CONSTRAINT audit_entry_default_pkey PRIMARY KEY (occurred_at, entry_id);

ALTER TABLE ONLY outreach.audit_seal
    ADD CONSTRAINT audit_entry_is_sealed_once UNIQUE (entry_id);

ALTER TABLE ONLY outreach.audit_mark
    ADD CONSTRAINT audit_mark_stands_once PRIMARY KEY (only_row);

ALTER TABLE ONLY outreach.audit_seal
    ADD CONSTRAINT audit_seal_has_a_position PRIMARY KEY (organisation_id, "position");

ALTER TABLE ONLY outreach.caller_use
    ADD CONSTRAINT caller_use_is_counted_by_the_minute PRIMARY KEY (minute, instance_id, limit_name, caller);

ALTER TABLE ONLY outreach.registration_case
    ADD CONSTRAINT case_has_an_id PRIMARY KEY (person_id, case_id);

ALTER TABLE ONLY outreach.registration_case
    ADD CONSTRAINT case_id_is_unique UNIQUE (case_id);

ALTER TABLE ONLY outreach.registration_case_version
    ADD CONSTRAINT case_is_versioned PRIMARY KEY (person_id, case_id, version);

ALTER TABLE ONLY outreach.case_escalation
    ADD CONSTRAINT case_step_is_escalated_once PRIMARY KEY (person_id, case_id, version);

ALTER TABLE ONLY outreach.review_decision
    ADD CONSTRAINT decision_step_has_one_author UNIQUE (person_id, review_id, step, decided_by);

ALTER TABLE ONLY outreach.employment
    ADD CONSTRAINT employment_has_an_id PRIMARY KEY (person_id, employment_id);

ALTER TABLE ONLY outreach.person_exclusion
    ADD CONSTRAINT exclusion_has_an_id PRIMARY KEY (person_id, exclusion_id);

ALTER TABLE ONLY outreach.person_exclusion
    ADD CONSTRAINT exclusion_id_is_unique UNIQUE (exclusion_id);

ALTER TABLE ONLY outreach.idempotency_key
    ADD CONSTRAINT idempotency_key_is_used_once PRIMARY KEY (account_id, organisation_id, operation, key);

ALTER TABLE ONLY outreach.identifier
    ADD CONSTRAINT identifier_has_a_beginning PRIMARY KEY (person_id, scheme, value, opened_at);

ALTER TABLE ONLY outreach.job
    ADD CONSTRAINT job_has_an_id PRIMARY KEY (job_id);

ALTER TABLE ONLY outreach.person_link
    ADD CONSTRAINT link_has_an_id PRIMARY KEY (person_id, link_id);

ALTER TABLE ONLY outreach.matching_keys
    ADD CONSTRAINT matching_keys_have_one_version PRIMARY KEY (is_only);

ALTER TABLE ONLY outreach.membership
    ADD CONSTRAINT membership_has_an_id PRIMARY KEY (account_id, organisation_id, role, opened_at);

ALTER TABLE ONLY outreach.person_merge
    ADD CONSTRAINT merge_has_an_id PRIMARY KEY (person_id, merge_id);

ALTER TABLE ONLY outreach.person_merge
    ADD CONSTRAINT merge_id_is_unique UNIQUE (merge_id);

ALTER TABLE ONLY outreach.schema_migration
    ADD CONSTRAINT migration_runs_once PRIMARY KEY (number);

ALTER TABLE ONLY outreach.miss_alert
    ADD CONSTRAINT miss_alert_is_of_a_caller PRIMARY KEY (caller);

ALTER TABLE ONLY outreach.match_model
    ADD CONSTRAINT model_is_known_by_its_hash PRIMARY KEY (model_id);

ALTER TABLE ONLY outreach.notification
    ADD CONSTRAINT notification_has_an_id PRIMARY KEY (person_id, notification_id);

ALTER TABLE ONLY outreach.number_change
    ADD CONSTRAINT number_change_has_an_id PRIMARY KEY (person_id, change_id);

ALTER TABLE ONLY outreach.number_change
    ADD CONSTRAINT number_change_id_is_unique UNIQUE (change_id);

ALTER TABLE ONLY outreach.organisation
    ADD CONSTRAINT ods_code_is_unique UNIQUE (ods_code);

ALTER TABLE ONLY outreach.organisation
    ADD CONSTRAINT organisation_has_an_id PRIMARY KEY (organisation_id);

ALTER TABLE ONLY outreach.person_details
    ADD CONSTRAINT person_details_are_versioned PRIMARY KEY (person_id, version);

ALTER TABLE ONLY outreach.person
    ADD CONSTRAINT person_has_an_id PRIMARY KEY (person_id);

ALTER TABLE ONLY outreach.registration_case
    ADD CONSTRAINT person_has_one_case UNIQUE (person_id);

ALTER TABLE ONLY outreach.trace_batch_row
    ADD CONSTRAINT person_is_asked_about_once_in_a_batch PRIMARY KEY (person_id, batch_id);

ALTER TABLE ONLY outreach.person
    ADD CONSTRAINT person_is_merged_or_not UNIQUE (person_id, merged);

ALTER TABLE ONLY outreach.trace
    ADD CONSTRAINT person_is_traced_once_in_a_run UNIQUE (run_id, person_id);

ALTER TABLE ONLY outreach.reference_extract
    ADD CONSTRAINT reference_has_an_id PRIMARY KEY (reference_id);

ALTER TABLE ONLY outreach.reference_patient
    ADD CONSTRAINT reference_number_is_listed_once UNIQUE (reference_id, nhs_number);

ALTER TABLE ONLY outreach.reference_patient
    ADD CONSTRAINT reference_patient_is_listed_once PRIMARY KEY (reference_id, record_id);

ALTER TABLE ONLY outreach.retention_run
    ADD CONSTRAINT retention_run_has_an_id PRIMARY KEY (run_id);

ALTER TABLE ONLY outreach.review
    ADD CONSTRAINT review_has_an_id PRIMARY KEY (person_id, review_id);

ALTER TABLE ONLY outreach.review
    ADD CONSTRAINT review_id_is_unique UNIQUE (review_id);

ALTER TABLE ONLY outreach.review_decision
    ADD CONSTRAINT review_is_decided_in_steps PRIMARY KEY (person_id, review_id, step);

ALTER TABLE ONLY outreach.reconcile_run
    ADD CONSTRAINT run_has_an_id PRIMARY KEY (run_id);

ALTER TABLE ONLY outreach.run_census
    ADD CONSTRAINT run_has_one_census PRIMARY KEY (run_id);

ALTER TABLE ONLY outreach.job
    ADD CONSTRAINT schedule_fires_once UNIQUE (schedule, scheduled_for);

ALTER TABLE ONLY outreach.job_schedule
    ADD CONSTRAINT schedule_has_a_name PRIMARY KEY (name);

ALTER TABLE ONLY outreach.subject_access
    ADD CONSTRAINT subject_access_has_an_id PRIMARY KEY (person_id, access_id);

ALTER TABLE ONLY outreach.trace_batch
    ADD CONSTRAINT trace_batch_has_an_id PRIMARY KEY (batch_id);

ALTER TABLE ONLY outreach.trace
    ADD CONSTRAINT trace_has_an_id PRIMARY KEY (person_id, trace_id);

ALTER TABLE ONLY outreach.trace_batch_row
    ADD CONSTRAINT trace_reference_is_unique UNIQUE (reference);

ALTER TABLE ONLY outreach.upload
    ADD CONSTRAINT upload_has_an_id PRIMARY KEY (upload_id);

ALTER TABLE ONLY outreach.upload_row
    ADD CONSTRAINT upload_row_stands_once PRIMARY KEY (upload_id, row_number);

ALTER TABLE ONLY outreach.vaccination
    ADD CONSTRAINT vaccination_has_an_id PRIMARY KEY (person_id, vaccination_id);

ALTER TABLE ONLY outreach.vaccination
    ADD CONSTRAINT vaccination_id_is_unique UNIQUE (vaccination_id);

ALTER TABLE ONLY outreach.vaccination_version
    ADD CONSTRAINT vaccination_is_versioned PRIMARY KEY (person_id, vaccination_id, version);

CREATE INDEX access_token_ends ON outreach.access_token USING btree (expires_at);

CREATE INDEX activation_is_found_by_its_model ON outreach.match_model_activation USING btree (model_id);

CREATE INDEX api_client_is_found_by_its_account ON outreach.api_client USING btree (account_id) WHERE (revoked_at IS NULL);

CREATE UNIQUE INDEX api_key_before_is_unique ON outreach.api_client USING btree (previous_key_sha256) WHERE (previous_key_sha256 IS NOT NULL);

CREATE INDEX audit_entry_is_found_by_person ON ONLY outreach.audit_entry USING btree (person_id, occurred_at) WHERE (person_id IS NOT NULL);

CREATE INDEX audit_entry_default_person_id_occurred_at_idx ON outreach.audit_entry_default USING btree (person_id, occurred_at) WHERE (person_id IS NOT NULL);

CREATE INDEX audit_entry_is_found_by_transaction ON ONLY outreach.audit_entry USING btree (written_by);

CREATE INDEX audit_entry_default_written_by_idx ON outreach.audit_entry_default USING btree (written_by);

CREATE INDEX case_lists_an_employers_cases ON outreach.registration_case USING btree (organisation_id);

CREATE UNIQUE INDEX chi_number_is_unique ON outreach.identifier USING btree (value) WHERE ((scheme = 'chi_number'::text) AND (closed_at IS NULL));

CREATE INDEX client_assertion_ends ON outreach.client_assertion USING btree (expires_at);

CREATE INDEX decision_is_listed_by_time ON outreach.review_decision USING btree (decided_at);

CREATE UNIQUE INDEX dose_is_recorded_once ON outreach.vaccination USING btree (person_id, disease, given_on, site_id) WHERE (NOT is_void);

CREATE UNIQUE INDEX duplicate_review_is_open_once ON outreach.review USING btree (person_id, other_person_id) WHERE ((kind = 'duplicate'::text) AND (closed_at IS NULL));

CREATE UNIQUE INDEX employer_reference_is_unique ON outreach.employment USING btree (organisation_id, employer_reference) WHERE ((withdrawn_at IS NULL) AND (employer_reference IS NOT NULL));

CREATE INDEX employment_lists_an_employers_people ON outreach.employment USING btree (organisation_id, person_id) WHERE (withdrawn_at IS NULL);

CREATE INDEX exclusion_is_found_by_its_number ON outreach.person_exclusion USING btree (nhs_number) WHERE ((nhs_number IS NOT NULL) AND (withdrawn_at IS NULL));

CREATE INDEX exclusion_is_found_from_the_other_person ON outreach.person_exclusion USING btree (other_person_id) WHERE ((other_person_id IS NOT NULL) AND (withdrawn_at IS NULL));

CREATE INDEX exclusion_is_listed_by_time ON outreach.person_exclusion USING btree (declared_at, exclusion_id);

CREATE UNIQUE INDEX file_is_uploaded_once ON outreach.upload USING btree (organisation_id, sha256) WHERE (undone_at IS NULL);

CREATE UNIQUE INDEX hc_number_is_unique ON outreach.identifier USING btree (value) WHERE ((scheme = 'hc_number'::text) AND (closed_at IS NULL));

CREATE INDEX idempotency_key_grows_old ON outreach.idempotency_key USING btree (created_at);

CREATE INDEX identifier_is_found_by_what_gave_it ON outreach.identifier USING btree (opening_change_id) WHERE (opening_change_id IS NOT NULL);

CREATE INDEX identifier_is_found_by_what_took_it ON outreach.identifier USING btree (closing_change_id) WHERE (closing_change_id IS NOT NULL);

CREATE INDEX job_is_dead ON outreach.job USING btree (finished_at) WHERE (state = 'dead'::text);

CREATE INDEX job_is_due ON outreach.job USING btree (run_at, job_id) WHERE (state = 'queued'::text);

CREATE INDEX job_lease_runs_out ON outreach.job USING btree (leased_until, job_id) WHERE (state = 'running'::text);

CREATE INDEX job_was_done ON outreach.job USING btree (finished_at) WHERE (state = 'done'::text);

CREATE INDEX link_is_found_from_the_golden_person ON outreach.person_link USING btree (golden_person_id) WHERE (closed_at IS NULL);

CREATE UNIQUE INDEX live_job_of_a_key_is_unique ON outreach.job USING btree (kind, unique_key) WHERE (state = ANY (ARRAY['queued'::text, 'running'::text]));

CREATE INDEX live_number_is_found_by_its_value ON outreach.identifier USING btree (scheme, value) WHERE ((closed_at IS NULL) AND (scheme <> 'temporary_id'::text));

CREATE UNIQUE INDEX membership_is_held_once ON outreach.membership USING btree (account_id, organisation_id, role) WHERE (closed_at IS NULL);

CREATE INDEX merge_is_found_from_the_other_side ON outreach.person_merge USING btree (other_person_id) WHERE (closed_at IS NULL);

CREATE UNIQUE INDEX merge_is_open_once ON outreach.person_merge USING btree (person_id, other_person_id) WHERE (closed_at IS NULL);

CREATE INDEX model_is_listed_by_time ON outreach.match_model USING btree (added_at, model_id);

CREATE UNIQUE INDEX nhs_number_is_unique ON outreach.identifier USING btree (value) WHERE ((scheme = 'nhs_number'::text) AND (closed_at IS NULL));

CREATE INDEX notification_awaits_an_answer ON outreach.notification USING btree (sent_at) WHERE (state = 'sent'::text);

CREATE INDEX notification_has_waited ON outreach.notification USING btree (changed_at) WHERE (state = 'queued'::text);

CREATE UNIQUE INDEX notification_id_is_unique ON outreach.notification USING btree (notification_id);

CREATE INDEX notification_is_dead ON outreach.notification USING btree (place) WHERE (state = 'dead'::text);

CREATE INDEX notification_is_tried ON outreach.notification USING btree (recipient, next_try_at, place) WHERE (state = ANY (ARRAY['queued'::text, 'undeliverable'::text]));

CREATE INDEX notification_keeps_order ON outreach.notification USING btree (person_id, recipient, place) WHERE (state = ANY (ARRAY['queued'::text, 'undeliverable'::text, 'dead'::text]));

CREATE INDEX notification_waits ON outreach.notification USING btree (person_id) WHERE (state = 'held'::text);

CREATE UNIQUE INDEX number_is_excluded_once ON outreach.person_exclusion USING btree (person_id, nhs_number) WHERE ((nhs_number IS NOT NULL) AND (withdrawn_at IS NULL));

CREATE UNIQUE INDEX number_review_is_open_once ON outreach.review USING btree (person_id, kind, nhs_number) WHERE ((kind <> 'duplicate'::text) AND (record_id IS NULL) AND (closed_at IS NULL));

CREATE UNIQUE INDEX one_reference_is_active ON outreach.reference_extract USING btree ((true)) WHERE (retired_at IS NULL);

CREATE UNIQUE INDEX one_run_is_under_way ON outreach.reconcile_run USING btree ((true)) WHERE ((finished_at IS NULL) AND (abandoned_at IS NULL) AND (undone_at IS NULL));

CREATE UNIQUE INDEX people_are_excluded_once ON outreach.person_exclusion USING btree (person_id, other_person_id) WHERE ((other_person_id IS NOT NULL) AND (withdrawn_at IS NULL));

CREATE UNIQUE INDEX person_has_one_live_identifier_of_a_scheme ON outreach.identifier USING btree (person_id, scheme) WHERE (closed_at IS NULL);

CREATE UNIQUE INDEX person_is_merged_once ON outreach.person_link USING btree (person_id) WHERE (closed_at IS NULL);

CREATE INDEX person_key_finds_people ON outreach.person_key USING btree (key);

CREATE UNIQUE INDEX reference_is_changed_once_by_a_file ON outreach.reference_extract USING btree (replaced_in, sha256) WHERE (replaced_in IS NOT NULL);

CREATE INDEX reference_key_finds_patients ON outreach.reference_key USING btree (reference_id, key);

CREATE INDEX reference_patient_is_found_by_its_match_version ON outreach.reference_patient USING btree (reference_id, match_version);

CREATE INDEX reference_patient_is_found_by_when_it_was_added ON outreach.reference_patient USING btree (reference_id, added_at);

CREATE INDEX reference_patient_is_found_where_the_number_is_dead ON outreach.reference_patient USING btree (reference_id) WHERE (deceased OR (superseded_by <> ''::text));

CREATE UNIQUE INDEX review_changes_numbers_once ON outreach.number_change USING btree (review_id) WHERE (review_id IS NOT NULL);

CREATE INDEX review_is_found_from_the_other_person ON outreach.review USING btree (other_person_id) WHERE (other_person_id IS NOT NULL);

CREATE INDEX review_waits_since ON outreach.review USING btree (opened_at, review_id) WHERE (closed_at IS NULL);

CREATE UNIQUE INDEX sign_in_is_unique ON outreach.account USING btree (sign_in);

CREATE UNIQUE INDEX temporary_id_is_unique ON outreach.identifier USING btree (value) WHERE (scheme = 'temporary_id'::text);

CREATE UNIQUE INDEX trace_review_is_open_once ON outreach.review USING btree (person_id, kind, record_id) WHERE ((kind <> 'duplicate'::text) AND (closed_at IS NULL));

CREATE INDEX trace_row_is_found_by_its_match ON outreach.trace_batch_row USING btree (matched_number) WHERE (matched_number IS NOT NULL);

CREATE INDEX trace_row_is_found_by_its_question ON outreach.trace_batch_row USING btree (asked_number) WHERE (code = '90'::text);

CREATE INDEX trace_row_is_listed_by_its_batch ON outreach.trace_batch_row USING btree (batch_id, reference);

CREATE INDEX upload_row_finds_its_person ON outreach.upload_row USING btree (person_id);

ALTER INDEX outreach.audit_entry_is_found_by_person ATTACH PARTITION outreach.audit_entry_default_person_id_occurred_at_idx;

ALTER INDEX outreach.audit_entry_has_an_id ATTACH PARTITION outreach.audit_entry_default_pkey;

ALTER INDEX outreach.audit_entry_is_found_by_transaction ATTACH PARTITION outreach.audit_entry_default_written_by_idx;

CREATE TRIGGER excluded_number_stays_away AFTER INSERT ON outreach.identifier REFERENCING NEW TABLE AS opened FOR EACH STATEMENT EXECUTE FUNCTION outreach.keep_excluded_numbers_away();

CREATE TRIGGER excluded_people_stay_apart AFTER INSERT ON outreach.person_link FOR EACH ROW EXECUTE FUNCTION outreach.keep_excluded_people_apart();

CREATE TRIGGER model_in_use_is_approved BEFORE INSERT ON outreach.match_model_activation FOR EACH ROW EXECUTE FUNCTION outreach.keep_unapproved_models_out();

ALTER TABLE ONLY outreach.access_token
    ADD CONSTRAINT access_token_is_of_a_client FOREIGN KEY (client_id) REFERENCES outreach.api_client(client_id);

ALTER TABLE ONLY outreach.match_model_activation
    ADD CONSTRAINT activation_is_of_a_model FOREIGN KEY (model_id) REFERENCES outreach.match_model(model_id);

ALTER TABLE ONLY outreach.match_model_activation
    ADD CONSTRAINT activation_was_made_by_an_account FOREIGN KEY (activated_by) REFERENCES outreach.account(account_id);

ALTER TABLE ONLY outreach.api_client
    ADD CONSTRAINT api_client_acts_as_an_account FOREIGN KEY (account_id) REFERENCES outreach.account(account_id);

ALTER TABLE ONLY outreach.api_client
    ADD CONSTRAINT api_client_is_of_an_organisation FOREIGN KEY (organisation_id) REFERENCES outreach.organisation(organisation_id);

ALTER TABLE ONLY outreach.client_assertion
    ADD CONSTRAINT assertion_is_of_a_client FOREIGN KEY (client_id) REFERENCES outreach.api_client(client_id);

ALTER TABLE ONLY outreach.registration_case
    ADD CONSTRAINT case_is_of_a_person FOREIGN KEY (person_id) REFERENCES outreach.person(person_id);

ALTER TABLE ONLY outreach.registration_case_version
    ADD CONSTRAINT case_version_is_of_a_case FOREIGN KEY (person_id, case_id) REFERENCES outreach.registration_case(person_id, case_id);

ALTER TABLE ONLY outreach.registration_case
    ADD CONSTRAINT case_was_opened_by_an_employer FOREIGN KEY (organisation_id) REFERENCES outreach.organisation(organisation_id);

ALTER TABLE ONLY outreach.run_census
    ADD CONSTRAINT census_is_of_a_run FOREIGN KEY (run_id) REFERENCES outreach.reconcile_run(run_id);

ALTER TABLE ONLY outreach.review_decision
    ADD CONSTRAINT decision_is_about_a_review FOREIGN KEY (person_id, review_id) REFERENCES outreach.review(person_id, review_id);

ALTER TABLE ONLY outreach.review_decision
    ADD CONSTRAINT decision_was_made_by_an_account FOREIGN KEY (decided_by) REFERENCES outreach.account(account_id);

ALTER TABLE ONLY outreach.employment
    ADD CONSTRAINT employment_is_at_an_organisation FOREIGN KEY (organisation_id) REFERENCES outreach.organisation(organisation_id);

ALTER TABLE ONLY outreach.employment
    ADD CONSTRAINT employment_is_of_a_person FOREIGN KEY (person_id) REFERENCES outreach.person(person_id);

ALTER TABLE ONLY outreach.case_escalation
    ADD CONSTRAINT escalation_is_of_a_case_step FOREIGN KEY (person_id, case_id, version) REFERENCES outreach.registration_case_version(person_id, case_id, version);

ALTER TABLE ONLY outreach.person_exclusion
    ADD CONSTRAINT exclusion_is_of_a_person FOREIGN KEY (person_id) REFERENCES outreach.person(person_id);

ALTER TABLE ONLY outreach.person_exclusion
    ADD CONSTRAINT exclusion_names_another_person FOREIGN KEY (other_person_id) REFERENCES outreach.person(person_id);

ALTER TABLE ONLY outreach.person_exclusion
    ADD CONSTRAINT exclusion_was_declared_by_an_account FOREIGN KEY (declared_by) REFERENCES outreach.account(account_id);

ALTER TABLE ONLY outreach.person_link
    ADD CONSTRAINT golden_person_is_not_merged FOREIGN KEY (golden_person_id, golden_is_merged) REFERENCES outreach.person(person_id, merged) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY outreach.identifier
    ADD CONSTRAINT identifier_is_of_a_person FOREIGN KEY (person_id) REFERENCES outreach.person(person_id);

ALTER TABLE ONLY outreach.identifier
    ADD CONSTRAINT identifier_was_given_by_a_change FOREIGN KEY (opening_change_id) REFERENCES outreach.number_change(change_id);

ALTER TABLE ONLY outreach.identifier
    ADD CONSTRAINT identifier_was_taken_by_a_change FOREIGN KEY (closing_change_id) REFERENCES outreach.number_change(change_id);

ALTER TABLE ONLY outreach.person_link
    ADD CONSTRAINT link_follows_from_a_merge FOREIGN KEY (merge_id) REFERENCES outreach.person_merge(merge_id);

ALTER TABLE ONLY outreach.person_link
    ADD CONSTRAINT link_names_a_golden_person FOREIGN KEY (golden_person_id) REFERENCES outreach.person(person_id);

ALTER TABLE ONLY outreach.person_link
    ADD CONSTRAINT link_names_a_person FOREIGN KEY (person_id) REFERENCES outreach.person(person_id);

ALTER TABLE ONLY outreach.membership
    ADD CONSTRAINT membership_is_at_an_organisation FOREIGN KEY (organisation_id) REFERENCES outreach.organisation(organisation_id);

ALTER TABLE ONLY outreach.membership
    ADD CONSTRAINT membership_is_of_an_account FOREIGN KEY (account_id) REFERENCES outreach.account(account_id);

ALTER TABLE ONLY outreach.person_merge
    ADD CONSTRAINT merge_names_a_person FOREIGN KEY (person_id) REFERENCES outreach.person(person_id);

ALTER TABLE ONLY outreach.person_merge
    ADD CONSTRAINT merge_names_another_person FOREIGN KEY (other_person_id) REFERENCES outreach.person(person_id);

ALTER TABLE ONLY outreach.person_link
    ADD CONSTRAINT merged_person_is_marked FOREIGN KEY (person_id, person_is_merged) REFERENCES outreach.person(person_id, merged) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY outreach.match_model
    ADD CONSTRAINT model_was_added_by_an_account FOREIGN KEY (added_by) REFERENCES outreach.account(account_id);

ALTER TABLE ONLY outreach.match_model
    ADD CONSTRAINT model_was_approved_by_an_account FOREIGN KEY (approved_by) REFERENCES outreach.account(account_id);

ALTER TABLE ONLY outreach.notification
    ADD CONSTRAINT notification_is_about_a_version FOREIGN KEY (person_id, vaccination_id, version) REFERENCES outreach.vaccination_version(person_id, vaccination_id, version);

ALTER TABLE ONLY outreach.number_change
    ADD CONSTRAINT number_change_is_of_a_person FOREIGN KEY (person_id) REFERENCES outreach.person(person_id);

ALTER TABLE ONLY outreach.number_change
    ADD CONSTRAINT number_change_is_of_a_review FOREIGN KEY (person_id, review_id) REFERENCES outreach.review(person_id, review_id);

ALTER TABLE ONLY outreach.number_change
    ADD CONSTRAINT number_change_names_its_declaration FOREIGN KEY (exclusion_id) REFERENCES outreach.person_exclusion(exclusion_id);

ALTER TABLE ONLY outreach.number_change
    ADD CONSTRAINT number_change_was_made_by_an_account FOREIGN KEY (changed_by) REFERENCES outreach.account(account_id);

ALTER TABLE ONLY outreach.person_details
    ADD CONSTRAINT person_details_are_of_a_person FOREIGN KEY (person_id) REFERENCES outreach.person(person_id);

ALTER TABLE ONLY outreach.person_details
    ADD CONSTRAINT person_details_were_recorded_by_an_account FOREIGN KEY (recorded_by) REFERENCES outreach.account(account_id);

ALTER TABLE ONLY outreach.person
    ADD CONSTRAINT person_was_made_by_an_account FOREIGN KEY (created_by) REFERENCES outreach.account(account_id);

ALTER TABLE ONLY outreach.person
    ADD CONSTRAINT person_was_made_for_an_organisation FOREIGN KEY (created_for) REFERENCES outreach.organisation(organisation_id);

ALTER TABLE ONLY outreach.reference_patient
    ADD CONSTRAINT reference_patient_is_of_an_extract FOREIGN KEY (reference_id) REFERENCES outreach.reference_extract(reference_id);

ALTER TABLE ONLY outreach.reference_extract
    ADD CONSTRAINT replaced_patients_were_of_an_extract FOREIGN KEY (replaced_in) REFERENCES outreach.reference_extract(reference_id);

ALTER TABLE ONLY outreach.review
    ADD CONSTRAINT review_is_assigned_to_an_account FOREIGN KEY (assigned_to) REFERENCES outreach.account(account_id);

ALTER TABLE ONLY outreach.review
    ADD CONSTRAINT review_is_of_a_person FOREIGN KEY (person_id) REFERENCES outreach.person(person_id);

ALTER TABLE ONLY outreach.review
    ADD CONSTRAINT review_names_another_person FOREIGN KEY (other_person_id) REFERENCES outreach.person(person_id);

ALTER TABLE ONLY outreach.reconcile_run
    ADD CONSTRAINT run_read_a_reference FOREIGN KEY (reference_id) REFERENCES outreach.reference_extract(reference_id);

ALTER TABLE ONLY outreach.review_decision
    ADD CONSTRAINT second_decision_names_the_proposal FOREIGN KEY (person_id, review_id, proposal_step, proposed_by) REFERENCES outreach.review_decision(person_id, review_id, step, decided_by);

ALTER TABLE ONLY outreach.subject_access
    ADD CONSTRAINT subject_access_is_of_a_person FOREIGN KEY (person_id) REFERENCES outreach.person(person_id);

ALTER TABLE ONLY outreach.trace_batch
    ADD CONSTRAINT trace_batch_was_made_by_an_account FOREIGN KEY (created_by) REFERENCES outreach.account(account_id);

ALTER TABLE ONLY outreach.trace
    ADD CONSTRAINT trace_is_of_a_person FOREIGN KEY (person_id) REFERENCES outreach.person(person_id);

ALTER TABLE ONLY outreach.trace_batch_row
    ADD CONSTRAINT trace_row_is_of_a_batch FOREIGN KEY (batch_id) REFERENCES outreach.trace_batch(batch_id);

ALTER TABLE ONLY outreach.trace_batch_row
    ADD CONSTRAINT trace_row_is_of_a_person FOREIGN KEY (person_id) REFERENCES outreach.person(person_id);

ALTER TABLE ONLY outreach.upload
    ADD CONSTRAINT upload_is_of_an_organisation FOREIGN KEY (organisation_id) REFERENCES outreach.organisation(organisation_id);

ALTER TABLE ONLY outreach.upload_row
    ADD CONSTRAINT upload_row_is_of_an_upload FOREIGN KEY (upload_id) REFERENCES outreach.upload(upload_id);

ALTER TABLE ONLY outreach.upload_row
    ADD CONSTRAINT upload_row_names_a_person FOREIGN KEY (person_id) REFERENCES outreach.person(person_id);

ALTER TABLE ONLY outreach.vaccination
    ADD CONSTRAINT vaccination_is_of_a_person FOREIGN KEY (person_id) REFERENCES outreach.person(person_id);

ALTER TABLE ONLY outreach.vaccination_version
    ADD CONSTRAINT vaccination_version_is_of_a_vaccination FOREIGN KEY (person_id, vaccination_id) REFERENCES outreach.vaccination(person_id, vaccination_id);

ALTER TABLE ONLY outreach.vaccination
    ADD CONSTRAINT vaccination_was_given_at_a_site FOREIGN KEY (site_id) REFERENCES outreach.organisation(organisation_id);

ALTER TABLE outreach.access_token ENABLE ROW LEVEL SECURITY;

ALTER TABLE outreach.account ENABLE ROW LEVEL SECURITY;

CREATE POLICY account_is_own_or_administered ON outreach.account TO outreach_service USING (((account_id = outreach.acting_account()) OR (outreach.acting_role() = 'administrator'::text)));

ALTER TABLE outreach.api_client ENABLE ROW LEVEL SECURITY;

CREATE POLICY api_client_is_administered ON outreach.api_client TO outreach_service USING ((outreach.acting_role() = 'administrator'::text));

ALTER TABLE outreach.caller_use ENABLE ROW LEVEL SECURITY;

ALTER TABLE outreach.case_escalation ENABLE ROW LEVEL SECURITY;

CREATE POLICY case_is_visible ON outreach.registration_case TO outreach_service USING ((( SELECT outreach.sees_everybody() AS sees_everybody) OR outreach.looks_after_person(person_id))) WITH CHECK (outreach.may_see_person(person_id));

CREATE POLICY case_version_is_visible ON outreach.registration_case_version TO outreach_service USING ((( SELECT outreach.sees_everybody() AS sees_everybody) OR outreach.looks_after_person(person_id))) WITH CHECK (outreach.may_see_person(person_id));

CREATE POLICY census_is_for_stewards ON outreach.run_census TO outreach_service USING ((outreach.acting_role() = 'steward'::text));

ALTER TABLE outreach.client_assertion ENABLE ROW LEVEL SECURITY;

CREATE POLICY decision_is_for_stewards ON outreach.review_decision TO outreach_service USING ((outreach.acting_role() = 'steward'::text));

ALTER TABLE outreach.employment ENABLE ROW LEVEL SECURITY;

CREATE POLICY employment_is_visible ON outreach.employment TO outreach_service USING ((( SELECT outreach.sees_everybody() AS sees_everybody) OR ((( SELECT outreach.acting_role() AS acting_role) = 'manager'::text) AND (organisation_id = ( SELECT outreach.acting_organisation() AS acting_organisation))) OR ((( SELECT outreach.acting_role() AS acting_role) <> ALL (ARRAY['manager'::text, ''::text])) AND outreach.looks_after_person(person_id)))) WITH CHECK ((((outreach.acting_role() <> 'manager'::text) AND outreach.may_see_person(person_id)) OR ((outreach.acting_role() = 'manager'::text) AND (organisation_id = outreach.acting_organisation())) OR ((outreach.acting_role() = 'registrar'::text) AND (EXISTS ( SELECT
   FROM (outreach.organisation employer
     JOIN outreach.organisation team ON ((team.organisation_id = outreach.acting_organisation())))
  WHERE ((employer.organisation_id = employment.organisation_id) AND (employer.area = team.area)))))));

CREATE POLICY escalation_is_visible ON outreach.case_escalation TO outreach_service USING (outreach.may_see_person(person_id)) WITH CHECK ((outreach.acting_role() = 'steward'::text));

CREATE POLICY exclusion_is_for_stewards ON outreach.person_exclusion TO outreach_service USING ((outreach.acting_role() = 'steward'::text));

ALTER TABLE outreach.idempotency_key ENABLE ROW LEVEL SECURITY;

CREATE POLICY idempotency_key_is_of_its_account ON outreach.idempotency_key TO outreach_service USING (((account_id = outreach.acting_account()) AND (organisation_id = outreach.acting_organisation())));

ALTER TABLE outreach.identifier ENABLE ROW LEVEL SECURITY;

CREATE POLICY identifier_is_visible ON outreach.identifier TO outreach_service USING ((( SELECT outreach.sees_everybody() AS sees_everybody) OR (outreach.looks_after_person(person_id) AND ((( SELECT outreach.acting_role() AS acting_role) <> 'manager'::text) OR (scheme = 'temporary_id'::text))) OR ((( SELECT outreach.acting_role() AS acting_role) = 'manager'::text) AND (scheme = 'temporary_id'::text) AND (EXISTS ( SELECT
   FROM outreach.person p
  WHERE ((p.person_id = identifier.person_id) AND (p.created_for = ( SELECT outreach.acting_organisation() AS acting_organisation)))))))) WITH CHECK ((outreach.may_see_person(person_id) OR (EXISTS ( SELECT
   FROM outreach.person p
  WHERE ((p.person_id = identifier.person_id) AND (p.created_for = outreach.acting_organisation()))))));

ALTER TABLE outreach.job ENABLE ROW LEVEL SECURITY;

CREATE POLICY job_is_administered ON outreach.job TO outreach_service USING ((outreach.is_queue() OR (outreach.acting_role() = 'administrator'::text) OR (requested_by = outreach.acting_account()) OR ((outreach.acting_role() = 'steward'::text) AND (kind = 'reconcile'::text))));

ALTER TABLE outreach.job_schedule ENABLE ROW LEVEL SECURITY;

CREATE POLICY link_is_visible ON outreach.person_link TO outreach_service USING ((( SELECT outreach.sees_everybody() AS sees_everybody) OR outreach.looks_after_person(person_id))) WITH CHECK ((outreach.acting_role() = 'steward'::text));

ALTER TABLE outreach.match_model ENABLE ROW LEVEL SECURITY;

ALTER TABLE outreach.match_model_activation ENABLE ROW LEVEL SECURITY;

ALTER TABLE outreach.membership ENABLE ROW LEVEL SECURITY;

CREATE POLICY membership_is_own_or_administered ON outreach.membership TO outreach_service USING (((account_id = outreach.acting_account()) OR (outreach.acting_role() = 'administrator'::text))) WITH CHECK ((outreach.acting_role() = 'administrator'::text));

CREATE POLICY merge_is_for_stewards ON outreach.person_merge TO outreach_service USING ((( SELECT outreach.acting_role() AS acting_role) = ANY (ARRAY['steward'::text, 'vaccinator'::text, 'registrar'::text, 'administrator'::text, 'system'::text]))) WITH CHECK ((outreach.acting_role() = 'steward'::text));

ALTER TABLE outreach.miss_alert ENABLE ROW LEVEL SECURITY;

CREATE POLICY model_is_activated_by_a_steward ON outreach.match_model_activation FOR INSERT TO outreach_service WITH CHECK (((outreach.acting_role() = 'steward'::text) AND (activated_by = outreach.acting_account())));

CREATE POLICY model_is_added_by_a_steward ON outreach.match_model FOR INSERT TO outreach_service WITH CHECK (((outreach.acting_role() = 'steward'::text) AND (added_by = outreach.acting_account())));

CREATE POLICY model_is_approved_once_by_a_steward ON outreach.match_model FOR UPDATE TO outreach_service USING (((outreach.acting_role() = 'steward'::text) AND (approved_at IS NULL))) WITH CHECK ((approved_by = outreach.acting_account()));

CREATE POLICY model_is_read_by_all ON outreach.match_model FOR SELECT TO outreach_service USING (true);

CREATE POLICY model_is_read_by_all ON outreach.match_model_activation FOR SELECT TO outreach_service USING (true);

ALTER TABLE outreach.notification ENABLE ROW LEVEL SECURITY;

CREATE POLICY notification_is_clinical ON outreach.notification TO outreach_service USING (outreach.may_see_clinical()) WITH CHECK (outreach.may_see_clinical());

ALTER TABLE outreach.number_change ENABLE ROW LEVEL SECURITY;

CREATE POLICY number_change_is_for_stewards ON outreach.number_change TO outreach_service USING ((( SELECT outreach.acting_role() AS acting_role) = 'steward'::text));

CREATE POLICY owner_sees_all ON outreach.access_token TO outreach_owner USING (true) WITH CHECK (true);

CREATE POLICY owner_sees_all ON outreach.account TO outreach_owner USING (true) WITH CHECK (true);

CREATE POLICY owner_sees_all ON outreach.api_client TO outreach_owner USING (true) WITH CHECK (true);

CREATE POLICY owner_sees_all ON outreach.caller_use TO outreach_owner USING (true) WITH CHECK (true);

CREATE POLICY owner_sees_all ON outreach.case_escalation TO outreach_owner USING (true) WITH CHECK (true);

CREATE POLICY owner_sees_all ON outreach.client_assertion TO outreach_owner USING (true) WITH CHECK (true);

CREATE POLICY owner_sees_all ON outreach.employment TO outreach_owner USING (true) WITH CHECK (true);

CREATE POLICY owner_sees_all ON outreach.idempotency_key TO outreach_owner USING (true) WITH CHECK (true);

CREATE POLICY owner_sees_all ON outreach.identifier TO outreach_owner USING (true) WITH CHECK (true);

CREATE POLICY owner_sees_all ON outreach.job TO outreach_owner USING (true) WITH CHECK (true);

CREATE POLICY owner_sees_all ON outreach.job_schedule TO outreach_owner USING (true) WITH CHECK (true);

CREATE POLICY owner_sees_all ON outreach.match_model TO outreach_owner USING (true) WITH CHECK (true);

CREATE POLICY owner_sees_all ON outreach.match_model_activation TO outreach_owner USING (true) WITH CHECK (true);

CREATE POLICY owner_sees_all ON outreach.membership TO outreach_owner USING (true) WITH CHECK (true);

CREATE POLICY owner_sees_all ON outreach.miss_alert TO outreach_owner USING (true) WITH CHECK (true);

CREATE POLICY owner_sees_all ON outreach.notification TO outreach_owner USING (true) WITH CHECK (true);

CREATE POLICY owner_sees_all ON outreach.number_change TO outreach_owner USING (true) WITH CHECK (true);

CREATE POLICY owner_sees_all ON outreach.person TO outreach_owner USING (true) WITH CHECK (true);

CREATE POLICY owner_sees_all ON outreach.person_details TO outreach_owner USING (true) WITH CHECK (true);

CREATE POLICY owner_sees_all ON outreach.person_exclusion TO outreach_owner USING (true) WITH CHECK (true);

CREATE POLICY owner_sees_all ON outreach.person_key TO outreach_owner USING (true) WITH CHECK (true);

CREATE POLICY owner_sees_all ON outreach.person_link TO outreach_owner USING (true) WITH CHECK (true);

CREATE POLICY owner_sees_all ON outreach.person_merge TO outreach_owner USING (true) WITH CHECK (true);

CREATE POLICY owner_sees_all ON outreach.reconcile_run TO outreach_owner USING (true) WITH CHECK (true);

CREATE POLICY owner_sees_all ON outreach.reference_extract TO outreach_owner USING (true) WITH CHECK (true);

CREATE POLICY owner_sees_all ON outreach.reference_key TO outreach_owner USING (true) WITH CHECK (true);

CREATE POLICY owner_sees_all ON outreach.reference_patient TO outreach_owner USING (true) WITH CHECK (true);

CREATE POLICY owner_sees_all ON outreach.registration_case TO outreach_owner USING (true) WITH CHECK (true);

CREATE POLICY owner_sees_all ON outreach.registration_case_version TO outreach_owner USING (true) WITH CHECK (true);

CREATE POLICY owner_sees_all ON outreach.retention_run TO outreach_owner USING (true) WITH CHECK (true);

CREATE POLICY owner_sees_all ON outreach.review TO outreach_owner USING (true) WITH CHECK (true);

CREATE POLICY owner_sees_all ON outreach.review_decision TO outreach_owner USING (true) WITH CHECK (true);

CREATE POLICY owner_sees_all ON outreach.run_census TO outreach_owner USING (true) WITH CHECK (true);

CREATE POLICY owner_sees_all ON outreach.subject_access TO outreach_owner USING (true) WITH CHECK (true);

CREATE POLICY owner_sees_all ON outreach.trace TO outreach_owner USING (true) WITH CHECK (true);

CREATE POLICY owner_sees_all ON outreach.trace_batch TO outreach_owner USING (true) WITH CHECK (true);

CREATE POLICY owner_sees_all ON outreach.trace_batch_row TO outreach_owner USING (true) WITH CHECK (true);

CREATE POLICY owner_sees_all ON outreach.upload TO outreach_owner USING (true) WITH CHECK (true);

CREATE POLICY owner_sees_all ON outreach.upload_row TO outreach_owner USING (true) WITH CHECK (true);

CREATE POLICY owner_sees_all ON outreach.vaccination TO outreach_owner USING (true) WITH CHECK (true);

CREATE POLICY owner_sees_all ON outreach.vaccination_version TO outreach_owner USING (true) WITH CHECK (true);

ALTER TABLE outreach.person ENABLE ROW LEVEL SECURITY;

ALTER TABLE outreach.person_details ENABLE ROW LEVEL SECURITY;

CREATE POLICY person_details_are_visible ON outreach.person_details TO outreach_service USING ((( SELECT outreach.sees_everybody() AS sees_everybody) OR outreach.looks_after_person(person_id))) WITH CHECK (outreach.may_see_person(person_id));

ALTER TABLE outreach.person_exclusion ENABLE ROW LEVEL SECURITY;

CREATE POLICY person_is_visible ON outreach.person TO outreach_service USING ((( SELECT outreach.sees_everybody() AS sees_everybody) OR outreach.looks_after_person(person_id) OR (created_for = ( SELECT outreach.acting_organisation() AS acting_organisation)))) WITH CHECK ((outreach.may_see_person(person_id) OR (created_for = outreach.acting_organisation())));

ALTER TABLE outreach.person_key ENABLE ROW LEVEL SECURITY;

CREATE POLICY person_key_is_visible ON outreach.person_key TO outreach_service USING ((( SELECT outreach.sees_everybody() AS sees_everybody) OR outreach.looks_after_person(person_id))) WITH CHECK (outreach.may_see_person(person_id));

ALTER TABLE outreach.person_link ENABLE ROW LEVEL SECURITY;

ALTER TABLE outreach.person_merge ENABLE ROW LEVEL SECURITY;

ALTER TABLE outreach.reconcile_run ENABLE ROW LEVEL SECURITY;

ALTER TABLE outreach.reference_extract ENABLE ROW LEVEL SECURITY;

CREATE POLICY reference_is_for_stewards ON outreach.reference_extract TO outreach_service USING ((( SELECT outreach.acting_role() AS acting_role) = 'steward'::text));

ALTER TABLE outreach.reference_key ENABLE ROW LEVEL SECURITY;

CREATE POLICY reference_key_is_for_stewards ON outreach.reference_key TO outreach_service USING ((( SELECT outreach.acting_role() AS acting_role) = 'steward'::text));

ALTER TABLE outreach.reference_patient ENABLE ROW LEVEL SECURITY;

CREATE POLICY reference_patient_is_for_stewards ON outreach.reference_patient TO outreach_service USING ((( SELECT outreach.acting_role() AS acting_role) = 'steward'::text));

ALTER TABLE outreach.registration_case ENABLE ROW LEVEL SECURITY;

ALTER TABLE outreach.registration_case_version ENABLE ROW LEVEL SECURITY;

CREATE POLICY retention_is_for_administrators ON outreach.retention_run TO outreach_service USING ((outreach.acting_role() = 'administrator'::text));

ALTER TABLE outreach.retention_run ENABLE ROW LEVEL SECURITY;

ALTER TABLE outreach.review ENABLE ROW LEVEL SECURITY;

ALTER TABLE outreach.review_decision ENABLE ROW LEVEL SECURITY;

CREATE POLICY review_is_for_stewards ON outreach.review TO outreach_service USING ((( SELECT outreach.acting_role() AS acting_role) = 'steward'::text));

CREATE POLICY review_is_opened_by_enrolment ON outreach.review FOR INSERT TO outreach_service WITH CHECK ((outreach.may_see_person(person_id) OR outreach.may_see_person(other_person_id)));

ALTER TABLE outreach.run_census ENABLE ROW LEVEL SECURITY;

CREATE POLICY run_is_for_stewards ON outreach.reconcile_run TO outreach_service USING ((( SELECT outreach.acting_role() AS acting_role) = 'steward'::text));

CREATE POLICY schedule_is_the_queues ON outreach.job_schedule TO outreach_service USING ((outreach.is_queue() OR (outreach.acting_role() = 'administrator'::text)));

ALTER TABLE outreach.subject_access ENABLE ROW LEVEL SECURITY;

CREATE POLICY subject_access_is_for_auditors ON outreach.subject_access TO outreach_service USING ((outreach.acting_role() = ANY (ARRAY['auditor'::text, 'steward'::text]))) WITH CHECK ((outreach.acting_role() = 'auditor'::text));

ALTER TABLE outreach.trace ENABLE ROW LEVEL SECURITY;

ALTER TABLE outreach.trace_batch ENABLE ROW LEVEL SECURITY;

CREATE POLICY trace_batch_is_for_stewards ON outreach.trace_batch TO outreach_service USING ((outreach.acting_role() = 'steward'::text));

ALTER TABLE outreach.trace_batch_row ENABLE ROW LEVEL SECURITY;

CREATE POLICY trace_is_for_stewards ON outreach.trace TO outreach_service USING ((( SELECT outreach.acting_role() AS acting_role) = 'steward'::text));

CREATE POLICY trace_is_made_by_enrolment ON outreach.trace FOR INSERT TO outreach_service WITH CHECK (outreach.may_see_person(person_id));

CREATE POLICY trace_row_is_for_stewards ON outreach.trace_batch_row TO outreach_service USING ((outreach.acting_role() = 'steward'::text));

ALTER TABLE outreach.upload ENABLE ROW LEVEL SECURITY;

CREATE POLICY upload_is_of_its_organisation ON outreach.upload TO outreach_service USING (((organisation_id = outreach.acting_organisation()) OR (outreach.acting_role() = 'steward'::text))) WITH CHECK ((organisation_id = outreach.acting_organisation()));

ALTER TABLE outreach.upload_row ENABLE ROW LEVEL SECURITY;

CREATE POLICY upload_row_is_of_its_organisation ON outreach.upload_row TO outreach_service USING ((EXISTS ( SELECT
   FROM outreach.upload u
  WHERE (u.upload_id = upload_row.upload_id))));

CREATE POLICY upload_row_is_seen_by_stewards ON outreach.upload_row FOR SELECT TO outreach_service USING (((outreach.acting_role() = 'steward'::text) AND (person_id IS NOT NULL)));

ALTER TABLE outreach.vaccination ENABLE ROW LEVEL SECURITY;

CREATE POLICY vaccination_is_clinical ON outreach.vaccination TO outreach_service USING (outreach.may_see_clinical()) WITH CHECK (outreach.may_see_clinical());

ALTER TABLE outreach.vaccination_version ENABLE ROW LEVEL SECURITY;

CREATE POLICY vaccination_version_is_clinical ON outreach.vaccination_version TO outreach_service USING (outreach.may_see_clinical()) WITH CHECK (outreach.may_see_clinical());

GRANT USAGE ON SCHEMA outreach TO outreach_service;
GRANT USAGE ON SCHEMA outreach TO outreach_auditor;

REVOKE ALL ON FUNCTION outreach.audit_chain_ends() FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.audit_chain_ends() TO outreach_auditor;

GRANT SELECT ON TABLE outreach.audit_seal TO outreach_auditor;

GRANT SELECT ON TABLE outreach.audit_entry TO outreach_auditor;

GRANT INSERT(action) ON TABLE outreach.audit_entry TO outreach_service;

GRANT INSERT(person_id) ON TABLE outreach.audit_entry TO outreach_service;

GRANT INSERT(details) ON TABLE outreach.audit_entry TO outreach_service;

REVOKE ALL ON FUNCTION outreach.audit_heads() FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.audit_heads() TO outreach_service;

REVOKE ALL ON FUNCTION outreach.audit_health(OUT unsealed bigint, OUT oldest_unsealed_seconds double precision, OUT months_ahead integer) FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.audit_health(OUT unsealed bigint, OUT oldest_unsealed_seconds double precision, OUT months_ahead integer) TO outreach_service;

REVOKE ALL ON FUNCTION outreach.caller_bearing(credential_sha256 bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.caller_bearing(credential_sha256 bytea) TO outreach_service;

REVOKE ALL ON FUNCTION outreach.check_temporary_ids(accounts uuid[], organisations uuid[], roles text[], ids text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.check_temporary_ids(accounts uuid[], organisations uuid[], roles text[], ids text[]) TO outreach_service;

REVOKE ALL ON FUNCTION outreach.claim_miss_alert(of_caller bigint, within_seconds double precision) FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.claim_miss_alert(of_caller bigint, within_seconds double precision) TO outreach_service;

REVOKE ALL ON FUNCTION outreach.client_asserting(of_client uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.client_asserting(of_client uuid) TO outreach_service;

REVOKE ALL ON FUNCTION outreach.colleague_account(with_sign_in text) FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.colleague_account(with_sign_in text) TO outreach_service;

REVOKE ALL ON FUNCTION outreach.colleague_name(of_account uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.colleague_name(of_account uuid) TO outreach_service;

REVOKE ALL ON FUNCTION outreach.enqueue_job(wanted_kind text, wanted_payload jsonb, wanted_key text, delay_seconds double precision, attempts integer, OUT job_id uuid, OUT is_new boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.enqueue_job(wanted_kind text, wanted_payload jsonb, wanted_key text, delay_seconds double precision, attempts integer, OUT job_id uuid, OUT is_new boolean) TO outreach_service;

REVOKE ALL ON FUNCTION outreach.enrol_people(given outreach.enrolment[], of_upload uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.enrol_people(given outreach.enrolment[], of_upload uuid) TO outreach_service;

REVOKE ALL ON FUNCTION outreach.enrol_workers(accounts uuid[], organisations uuid[], roles text[], keys text[], employers uuid[], refs text[], wanted text[], bases text[], workers text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.enrol_workers(accounts uuid[], organisations uuid[], roles text[], keys text[], employers uuid[], refs text[], wanted text[], bases text[], workers text[]) TO outreach_service;

REVOKE ALL ON FUNCTION outreach.exchange_caller_use(of_instance uuid, limits text[], callers bigint[], counts integer[], within_seconds double precision) FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.exchange_caller_use(of_instance uuid, limits text[], callers bigint[], counts integer[], within_seconds double precision) TO outreach_service;

REVOKE ALL ON FUNCTION outreach.excluded_places(ones uuid[], others uuid[], numbers text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.excluded_places(ones uuid[], others uuid[], numbers text[]) TO outreach_service;

REVOKE ALL ON FUNCTION outreach.fire_schedule(wanted_name text, wanted_kind text, period_seconds bigint, offset_seconds bigint, attempts integer) FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.fire_schedule(wanted_name text, wanted_kind text, period_seconds bigint, offset_seconds bigint, attempts integer) TO outreach_service;

REVOKE ALL ON FUNCTION outreach.has_reference() FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.has_reference() TO outreach_service;

REVOKE ALL ON FUNCTION outreach.identifier_holders(wanted_schemes text[], wanted_values text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.identifier_holders(wanted_schemes text[], wanted_values text[]) TO outreach_service;

REVOKE ALL ON FUNCTION outreach.identity_standing(of_person uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.identity_standing(of_person uuid) TO outreach_service;

REVOKE ALL ON FUNCTION outreach.is_excluded(one uuid, other uuid, number text) FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.is_excluded(one uuid, other uuid, number text) TO outreach_service;

REVOKE ALL ON FUNCTION outreach.issue_access_token(for_client uuid, assertion_sha256 bytea, assertion_ends timestamp with time zone, new_token_sha256 bytea, granted text[], token_ends timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.issue_access_token(for_client uuid, assertion_sha256 bytea, assertion_ends timestamp with time zone, new_token_sha256 bytea, granted text[], token_ends timestamp with time zone) TO outreach_service;

REVOKE ALL ON FUNCTION outreach.largest_block(of_key bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.largest_block(of_key bigint) TO outreach_service;

REVOKE ALL ON FUNCTION outreach.make_audit_partitions(months_ahead integer) FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.make_audit_partitions(months_ahead integer) TO outreach_service;

REVOKE ALL ON FUNCTION outreach.matching_version() FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.matching_version() TO outreach_service;

GRANT SELECT,INSERT ON TABLE outreach.organisation TO outreach_service;
GRANT SELECT ON TABLE outreach.organisation TO outreach_auditor;

GRANT UPDATE(name) ON TABLE outreach.organisation TO outreach_service;

GRANT UPDATE(kinds) ON TABLE outreach.organisation TO outreach_service;

GRANT UPDATE(setting) ON TABLE outreach.organisation TO outreach_service;

GRANT UPDATE(area) ON TABLE outreach.organisation TO outreach_service;

GRANT UPDATE(is_placeholder) ON TABLE outreach.organisation TO outreach_service;

REVOKE ALL ON FUNCTION outreach.memberships_of(of_sign_in text) FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.memberships_of(of_sign_in text) TO outreach_service;

REVOKE ALL ON FUNCTION outreach.note_client_use(of_client uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.note_client_use(of_client uuid) TO outreach_service;

REVOKE ALL ON FUNCTION outreach.outbox_health(OUT queued bigint, OUT unanswered bigint, OUT dead bigint, OUT oldest_seconds double precision) FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.outbox_health(OUT queued bigint, OUT unanswered bigint, OUT dead bigint, OUT oldest_seconds double precision) TO outreach_service;

REVOKE ALL ON FUNCTION outreach.packed_candidates(wanted_keys bigint[], of_version integer) FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.packed_candidates(wanted_keys bigint[], of_version integer) TO outreach_service;

REVOKE ALL ON FUNCTION outreach.patients_of_keys(of_reference uuid, wanted_keys bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.patients_of_keys(of_reference uuid, wanted_keys bigint[]) TO outreach_service;

REVOKE ALL ON FUNCTION outreach.people_of_keys(wanted_keys bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.people_of_keys(wanted_keys bigint[]) TO outreach_service;

REVOKE ALL ON FUNCTION outreach.people_to_audit(of_person uuid, temporary_id text) FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.people_to_audit(of_person uuid, temporary_id text) TO outreach_service;

REVOKE ALL ON FUNCTION outreach.person_is_relied_on(of_person uuid, beside_upload uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.person_is_relied_on(of_person uuid, beside_upload uuid) TO outreach_service;

REVOKE ALL ON FUNCTION outreach.purge_credentials() FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.purge_credentials() TO outreach_service;

REVOKE ALL ON FUNCTION outreach.purge_idempotency_keys(older_than interval, maximum integer) FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.purge_idempotency_keys(older_than interval, maximum integer) TO outreach_service;

REVOKE ALL ON FUNCTION outreach.queue_health(OUT queued bigint, OUT running bigint, OUT dead bigint, OUT oldest_due_seconds double precision) FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.queue_health(OUT queued bigint, OUT running bigint, OUT dead bigint, OUT oldest_due_seconds double precision) TO outreach_service;

REVOKE ALL ON FUNCTION outreach.read_enrolments(accounts uuid[], organisations uuid[], roles text[], keys text[], codes text[], refs text[], wanted text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.read_enrolments(accounts uuid[], organisations uuid[], roles text[], keys text[], codes text[], refs text[], wanted text[]) TO outreach_service;

REVOKE ALL ON FUNCTION outreach.read_recipients(accounts uuid[], organisations uuid[], roles text[], keys text[], ids text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.read_recipients(accounts uuid[], organisations uuid[], roles text[], keys text[], ids text[]) TO outreach_service;

REVOKE ALL ON FUNCTION outreach.read_reference_candidates(wanted text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.read_reference_candidates(wanted text[]) TO outreach_service;

REVOKE ALL ON FUNCTION outreach.record_doses(accounts uuid[], organisations uuid[], roles text[], keys text[], ids text[], states text[], bases text[], members text[], doses text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.record_doses(accounts uuid[], organisations uuid[], roles text[], keys text[], ids text[], states text[], bases text[], members text[], doses text[]) TO outreach_service;

REVOKE ALL ON FUNCTION outreach.reference_candidates(wanted_keys bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.reference_candidates(wanted_keys bigint[]) TO outreach_service;

REVOKE ALL ON FUNCTION outreach.refresh_reference_statistics() FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.refresh_reference_statistics() TO outreach_service;

REVOKE ALL ON FUNCTION outreach.refresh_register_statistics() FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.refresh_register_statistics() TO outreach_service;

REVOKE ALL ON FUNCTION outreach.refresh_tracing_statistics() FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.refresh_tracing_statistics() TO outreach_service;

REVOKE ALL ON FUNCTION outreach.register_candidates(wanted_keys bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.register_candidates(wanted_keys bigint[]) TO outreach_service;

REVOKE ALL ON FUNCTION outreach.retain(class text, older_than timestamp with time zone, removes boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.retain(class text, older_than timestamp with time zone, removes boolean) TO outreach_service;

REVOKE ALL ON FUNCTION outreach.review_health(OUT open bigint, OUT oldest_seconds double precision) FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.review_health(OUT open bigint, OUT oldest_seconds double precision) TO outreach_service;

GRANT SELECT,INSERT ON TABLE outreach.review TO outreach_service;

GRANT UPDATE(closed_at) ON TABLE outreach.review TO outreach_service;

GRANT UPDATE(close_reason) ON TABLE outreach.review TO outreach_service;

GRANT UPDATE(state) ON TABLE outreach.review TO outreach_service;

GRANT UPDATE(assigned_to) ON TABLE outreach.review TO outreach_service;

GRANT UPDATE(assigned_until) ON TABLE outreach.review TO outreach_service;

GRANT UPDATE(waits_until) ON TABLE outreach.review TO outreach_service;

GRANT UPDATE(waits_for_version) ON TABLE outreach.review TO outreach_service;

GRANT UPDATE(waits_for_other_version) ON TABLE outreach.review TO outreach_service;

REVOKE ALL ON FUNCTION outreach.revoke_identifiers(of_people uuid[], why text) FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.revoke_identifiers(of_people uuid[], why text) TO outreach_service;

REVOKE ALL ON FUNCTION outreach.seal_audit() FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.seal_audit() TO outreach_service;

REVOKE ALL ON FUNCTION outreach.subject_entries(of_people uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.subject_entries(of_people uuid[]) TO outreach_service;

REVOKE ALL ON FUNCTION outreach.subject_group(of_person uuid, temporary_id text, nhs_number text) FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.subject_group(of_person uuid, temporary_id text, nhs_number text) TO outreach_service;

REVOKE ALL ON FUNCTION outreach.subject_tables() FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.subject_tables() TO outreach_service;

REVOKE ALL ON FUNCTION outreach.temporary_ids_in_use(wanted text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.temporary_ids_in_use(wanted text[]) TO outreach_service;

REVOKE ALL ON FUNCTION outreach.traced_patients(wanted_records text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION outreach.traced_patients(wanted_records text[]) TO outreach_service;

GRANT SELECT,INSERT ON TABLE outreach.account TO outreach_service;

GRANT UPDATE(disabled_at) ON TABLE outreach.account TO outreach_service;

GRANT SELECT,INSERT ON TABLE outreach.api_client TO outreach_service;

GRANT UPDATE(key_prefix) ON TABLE outreach.api_client TO outreach_service;

GRANT UPDATE(key_sha256) ON TABLE outreach.api_client TO outreach_service;

GRANT UPDATE(expires_at) ON TABLE outreach.api_client TO outreach_service;

GRANT UPDATE(revoked_at) ON TABLE outreach.api_client TO outreach_service;

GRANT UPDATE(last_used_at) ON TABLE outreach.api_client TO outreach_service;

GRANT UPDATE(key_set) ON TABLE outreach.api_client TO outreach_service;

GRANT UPDATE(key_set_url) ON TABLE outreach.api_client TO outreach_service;

GRANT UPDATE(keyed_at) ON TABLE outreach.api_client TO outreach_service;

GRANT UPDATE(previous_key_sha256) ON TABLE outreach.api_client TO outreach_service;

GRANT UPDATE(previous_key_until) ON TABLE outreach.api_client TO outreach_service;

GRANT SELECT ON TABLE outreach.audit_mark TO outreach_auditor;

GRANT SELECT,INSERT ON TABLE outreach.registration_case TO outreach_service;

GRANT SELECT,INSERT ON TABLE outreach.registration_case_version TO outreach_service;

GRANT SELECT ON TABLE outreach.case_current TO outreach_service;

GRANT SELECT,INSERT ON TABLE outreach.case_escalation TO outreach_service;

GRANT SELECT,INSERT ON TABLE outreach.employment TO outreach_service;

GRANT UPDATE(ended_on) ON TABLE outreach.employment TO outreach_service;

GRANT UPDATE(withdrawn_at) ON TABLE outreach.employment TO outreach_service;

GRANT SELECT,INSERT ON TABLE outreach.identifier TO outreach_service;

GRANT UPDATE(state) ON TABLE outreach.identifier TO outreach_service;

GRANT UPDATE(replaced_by) ON TABLE outreach.identifier TO outreach_service;

GRANT UPDATE(closed_at) ON TABLE outreach.identifier TO outreach_service;

GRANT UPDATE(closed_by) ON TABLE outreach.identifier TO outreach_service;

GRANT UPDATE(close_reason) ON TABLE outreach.identifier TO outreach_service;

GRANT UPDATE(closing_change_id) ON TABLE outreach.identifier TO outreach_service;

GRANT SELECT,INSERT ON TABLE outreach.person TO outreach_service;

GRANT UPDATE(merged) ON TABLE outreach.person TO outreach_service;

GRANT SELECT,INSERT ON TABLE outreach.person_link TO outreach_service;

GRANT UPDATE(closed_at) ON TABLE outreach.person_link TO outreach_service;

GRANT SELECT ON TABLE outreach.enrolled_person TO outreach_service;

GRANT SELECT,INSERT ON TABLE outreach.idempotency_key TO outreach_service;

GRANT UPDATE(response) ON TABLE outreach.idempotency_key TO outreach_service;

GRANT SELECT,DELETE ON TABLE outreach.job TO outreach_service;

GRANT UPDATE(result) ON TABLE outreach.job TO outreach_service;

GRANT UPDATE(state) ON TABLE outreach.job TO outreach_service;

GRANT UPDATE(run_at) ON TABLE outreach.job TO outreach_service;

GRANT UPDATE(attempt) ON TABLE outreach.job TO outreach_service;

GRANT UPDATE(maximum_attempts) ON TABLE outreach.job TO outreach_service;

GRANT UPDATE(leased_until) ON TABLE outreach.job TO outreach_service;

GRANT UPDATE(leased_by) ON TABLE outreach.job TO outreach_service;

GRANT UPDATE(error_code) ON TABLE outreach.job TO outreach_service;

GRANT UPDATE(started_at) ON TABLE outreach.job TO outreach_service;

GRANT UPDATE(finished_at) ON TABLE outreach.job TO outreach_service;

GRANT SELECT ON TABLE outreach.job_schedule TO outreach_service;

GRANT SELECT ON TABLE outreach.match_model TO outreach_service;

GRANT INSERT(model_id) ON TABLE outreach.match_model TO outreach_service;

GRANT INSERT(text) ON TABLE outreach.match_model TO outreach_service;

GRANT INSERT(name) ON TABLE outreach.match_model TO outreach_service;

GRANT INSERT(notes) ON TABLE outreach.match_model TO outreach_service;

GRANT INSERT(trained_from) ON TABLE outreach.match_model TO outreach_service;

GRANT UPDATE(approved_at) ON TABLE outreach.match_model TO outreach_service;

GRANT UPDATE(approved_by) ON TABLE outreach.match_model TO outreach_service;

GRANT SELECT ON TABLE outreach.match_model_activation TO outreach_service;

GRANT INSERT(activation) ON TABLE outreach.match_model_activation TO outreach_service;

GRANT INSERT(model_id) ON TABLE outreach.match_model_activation TO outreach_service;

GRANT INSERT(kind) ON TABLE outreach.match_model_activation TO outreach_service;

GRANT INSERT(reason) ON TABLE outreach.match_model_activation TO outreach_service;

GRANT SELECT ON TABLE outreach.matching_keys TO outreach_service;

GRANT SELECT,INSERT ON TABLE outreach.membership TO outreach_service;

GRANT UPDATE(closed_at) ON TABLE outreach.membership TO outreach_service;

GRANT SELECT,INSERT ON TABLE outreach.notification TO outreach_service;

GRANT UPDATE(nhs_number) ON TABLE outreach.notification TO outreach_service;

GRANT UPDATE(state) ON TABLE outreach.notification TO outreach_service;

GRANT UPDATE(changed_at) ON TABLE outreach.notification TO outreach_service;

GRANT UPDATE(attempt) ON TABLE outreach.notification TO outreach_service;

GRANT UPDATE(failures) ON TABLE outreach.notification TO outreach_service;

GRANT UPDATE(next_try_at) ON TABLE outreach.notification TO outreach_service;

GRANT UPDATE(leased_until) ON TABLE outreach.notification TO outreach_service;

GRANT UPDATE(sent_at) ON TABLE outreach.notification TO outreach_service;

GRANT UPDATE(error_code) ON TABLE outreach.notification TO outreach_service;

GRANT SELECT ON TABLE outreach.number_change TO outreach_service;

GRANT INSERT(person_id) ON TABLE outreach.number_change TO outreach_service;

GRANT INSERT(change_id) ON TABLE outreach.number_change TO outreach_service;

GRANT INSERT(review_id) ON TABLE outreach.number_change TO outreach_service;

GRANT INSERT(exclusion_id) ON TABLE outreach.number_change TO outreach_service;

GRANT INSERT(people) ON TABLE outreach.number_change TO outreach_service;

GRANT UPDATE(undone_at) ON TABLE outreach.number_change TO outreach_service;

GRANT UPDATE(undone_by) ON TABLE outreach.number_change TO outreach_service;

GRANT UPDATE(undo_reason) ON TABLE outreach.number_change TO outreach_service;

GRANT SELECT,INSERT ON TABLE outreach.person_details TO outreach_service;

GRANT SELECT ON TABLE outreach.person_current TO outreach_service;

GRANT SELECT ON TABLE outreach.person_exclusion TO outreach_service;

GRANT INSERT(person_id) ON TABLE outreach.person_exclusion TO outreach_service;

GRANT INSERT(exclusion_id) ON TABLE outreach.person_exclusion TO outreach_service;

GRANT INSERT(other_person_id) ON TABLE outreach.person_exclusion TO outreach_service;

GRANT INSERT(nhs_number) ON TABLE outreach.person_exclusion TO outreach_service;

GRANT INSERT(reason) ON TABLE outreach.person_exclusion TO outreach_service;

GRANT UPDATE(withdrawn_at) ON TABLE outreach.person_exclusion TO outreach_service;

GRANT UPDATE(withdrawn_by) ON TABLE outreach.person_exclusion TO outreach_service;

GRANT UPDATE(withdraw_reason) ON TABLE outreach.person_exclusion TO outreach_service;

GRANT SELECT,INSERT,DELETE ON TABLE outreach.person_key TO outreach_service;

GRANT SELECT,INSERT ON TABLE outreach.person_merge TO outreach_service;

GRANT UPDATE(closed_at) ON TABLE outreach.person_merge TO outreach_service;

GRANT UPDATE(closed_by) ON TABLE outreach.person_merge TO outreach_service;

GRANT UPDATE(close_reason) ON TABLE outreach.person_merge TO outreach_service;

GRANT SELECT,INSERT ON TABLE outreach.reconcile_run TO outreach_service;

GRANT UPDATE(leased_until) ON TABLE outreach.reconcile_run TO outreach_service;

GRANT UPDATE(attempt) ON TABLE outreach.reconcile_run TO outreach_service;

GRANT UPDATE(finished_at) ON TABLE outreach.reconcile_run TO outreach_service;

GRANT UPDATE(abandoned_at) ON TABLE outreach.reconcile_run TO outreach_service;

GRANT UPDATE(traced) ON TABLE outreach.reconcile_run TO outreach_service;

GRANT UPDATE(numbered) ON TABLE outreach.reconcile_run TO outreach_service;

GRANT UPDATE(merged) ON TABLE outreach.reconcile_run TO outreach_service;

GRANT UPDATE(reviews) ON TABLE outreach.reconcile_run TO outreach_service;

GRANT UPDATE(undone_at) ON TABLE outreach.reconcile_run TO outreach_service;

GRANT UPDATE(undone_by) ON TABLE outreach.reconcile_run TO outreach_service;

GRANT UPDATE(scope) ON TABLE outreach.reconcile_run TO outreach_service;

GRANT SELECT,INSERT ON TABLE outreach.reference_extract TO outreach_service;

GRANT UPDATE(record_count) ON TABLE outreach.reference_extract TO outreach_service;

GRANT UPDATE(retired_at) ON TABLE outreach.reference_extract TO outreach_service;

GRANT SELECT,INSERT,DELETE ON TABLE outreach.reference_key TO outreach_service;

GRANT SELECT,INSERT,DELETE ON TABLE outreach.reference_patient TO outreach_service;

GRANT UPDATE(reference_id) ON TABLE outreach.reference_patient TO outreach_service;

GRANT SELECT,INSERT ON TABLE outreach.retention_run TO outreach_service;

GRANT UPDATE(done_at) ON TABLE outreach.retention_run TO outreach_service;

GRANT UPDATE(done_by) ON TABLE outreach.retention_run TO outreach_service;

GRANT SELECT ON TABLE outreach.review_decision TO outreach_service;

GRANT INSERT(person_id) ON TABLE outreach.review_decision TO outreach_service;

GRANT INSERT(review_id) ON TABLE outreach.review_decision TO outreach_service;

GRANT INSERT(step) ON TABLE outreach.review_decision TO outreach_service;

GRANT INSERT(decision) ON TABLE outreach.review_decision TO outreach_service;

GRANT INSERT(outcome) ON TABLE outreach.review_decision TO outreach_service;

GRANT INSERT(reason) ON TABLE outreach.review_decision TO outreach_service;

GRANT INSERT(proposal_step) ON TABLE outreach.review_decision TO outreach_service;

GRANT INSERT(proposed_by) ON TABLE outreach.review_decision TO outreach_service;

GRANT INSERT(merge_id) ON TABLE outreach.review_decision TO outreach_service;

GRANT INSERT(exclusion_id) ON TABLE outreach.review_decision TO outreach_service;

GRANT INSERT(nhs_number) ON TABLE outreach.review_decision TO outreach_service;

GRANT SELECT,DELETE ON TABLE outreach.run_census TO outreach_service;

GRANT INSERT(run_id) ON TABLE outreach.run_census TO outreach_service;

GRANT INSERT(counts) ON TABLE outreach.run_census TO outreach_service;

GRANT SELECT ON TABLE outreach.schema_migration TO outreach_service;

GRANT SELECT,INSERT ON TABLE outreach.subject_access TO outreach_service;

GRANT SELECT,INSERT ON TABLE outreach.trace TO outreach_service;

GRANT SELECT ON TABLE outreach.trace_batch TO outreach_service;

GRANT INSERT(batch_id) ON TABLE outreach.trace_batch TO outreach_service;

GRANT INSERT(scope) ON TABLE outreach.trace_batch TO outreach_service;

GRANT SELECT ON TABLE outreach.trace_batch_row TO outreach_service;

GRANT INSERT(person_id) ON TABLE outreach.trace_batch_row TO outreach_service;

GRANT INSERT(batch_id) ON TABLE outreach.trace_batch_row TO outreach_service;

GRANT INSERT(reference) ON TABLE outreach.trace_batch_row TO outreach_service;

GRANT INSERT(version) ON TABLE outreach.trace_batch_row TO outreach_service;

GRANT INSERT(asked_number) ON TABLE outreach.trace_batch_row TO outreach_service;

GRANT UPDATE(answered_at) ON TABLE outreach.trace_batch_row TO outreach_service;

GRANT UPDATE(answered_by) ON TABLE outreach.trace_batch_row TO outreach_service;

GRANT UPDATE(code) ON TABLE outreach.trace_batch_row TO outreach_service;

GRANT UPDATE(outcome) ON TABLE outreach.trace_batch_row TO outreach_service;

GRANT UPDATE(matched_number) ON TABLE outreach.trace_batch_row TO outreach_service;

GRANT UPDATE(algorithm) ON TABLE outreach.trace_batch_row TO outreach_service;

GRANT UPDATE(confidence) ON TABLE outreach.trace_batch_row TO outreach_service;

GRANT UPDATE(given_names) ON TABLE outreach.trace_batch_row TO outreach_service;

GRANT UPDATE(middle_names) ON TABLE outreach.trace_batch_row TO outreach_service;

GRANT UPDATE(family_name) ON TABLE outreach.trace_batch_row TO outreach_service;

GRANT UPDATE(birth_date) ON TABLE outreach.trace_batch_row TO outreach_service;

GRANT UPDATE(birth_date_precision) ON TABLE outreach.trace_batch_row TO outreach_service;

GRANT UPDATE(sex) ON TABLE outreach.trace_batch_row TO outreach_service;

GRANT UPDATE(address_line) ON TABLE outreach.trace_batch_row TO outreach_service;

GRANT UPDATE(postcode) ON TABLE outreach.trace_batch_row TO outreach_service;

GRANT UPDATE(phone) ON TABLE outreach.trace_batch_row TO outreach_service;

GRANT UPDATE(email) ON TABLE outreach.trace_batch_row TO outreach_service;

GRANT UPDATE(practice_code) ON TABLE outreach.trace_batch_row TO outreach_service;

GRANT UPDATE(deceased) ON TABLE outreach.trace_batch_row TO outreach_service;

GRANT UPDATE(confidential) ON TABLE outreach.trace_batch_row TO outreach_service;

GRANT SELECT,INSERT ON TABLE outreach.upload TO outreach_service;

GRANT UPDATE(created_at) ON TABLE outreach.upload TO outreach_service;

GRANT UPDATE(undone_at) ON TABLE outreach.upload TO outreach_service;

GRANT UPDATE(undone_by) ON TABLE outreach.upload TO outreach_service;

GRANT UPDATE(finished_at) ON TABLE outreach.upload TO outreach_service;

GRANT SELECT,INSERT ON TABLE outreach.upload_row TO outreach_service;

GRANT SELECT,INSERT ON TABLE outreach.vaccination TO outreach_service;

GRANT UPDATE(disease) ON TABLE outreach.vaccination TO outreach_service;

GRANT UPDATE(given_on) ON TABLE outreach.vaccination TO outreach_service;

GRANT UPDATE(site_id) ON TABLE outreach.vaccination TO outreach_service;

GRANT UPDATE(is_void) ON TABLE outreach.vaccination TO outreach_service;

GRANT SELECT,INSERT ON TABLE outreach.vaccination_version TO outreach_service;

GRANT SELECT ON TABLE outreach.vaccination_current TO outreach_service;

