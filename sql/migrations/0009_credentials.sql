-- What a program may do with its credential, signed assertions and access tokens beside keys, and a faster audit chain.

ALTER TABLE api_client
    -- The role at the organisation that it acts in; NULL where its account has only one.
    ADD COLUMN role                text,
    -- What it may do; NULL for all that its role allows.
    ADD COLUMN scopes              text[],
    -- Where it may call from; empty for anywhere.
    ADD COLUMN networks            cidr[]      NOT NULL DEFAULT '{}',
    -- The public keys that sign its assertions (RFC 7517), or where they are; NULL for a client that has a key.
    ADD COLUMN key_set             jsonb,
    ADD COLUMN key_set_url         text,
    -- When the key that holds now was drawn: its life counts from here.
    ADD COLUMN keyed_at            timestamptz NOT NULL DEFAULT now(),
    -- The key before, which goes on for a while so that its owner can change over without a pause.
    ADD COLUMN previous_key_sha256 bytea,
    ADD COLUMN previous_key_until  timestamptz,
    ALTER COLUMN key_sha256 DROP NOT NULL;
UPDATE api_client SET keyed_at = created_at;
ALTER TABLE api_client
    DROP CONSTRAINT api_key_lives_at_most_90_days,
    ADD CONSTRAINT api_key_lives_at_most_90_days CHECK (expires_at <= keyed_at + interval '90 days'),
    ADD CONSTRAINT api_client_has_a_key_or_a_key_set CHECK (
        num_nonnulls(key_sha256, key_set, key_set_url) = 1),
    ADD CONSTRAINT api_key_before_is_a_sha256 CHECK (length(previous_key_sha256) = 32),
    ADD CONSTRAINT api_key_before_has_an_end CHECK (
        (previous_key_sha256 IS NULL) = (previous_key_until IS NULL)),
    ADD CONSTRAINT api_key_before_ends_within_a_week CHECK (previous_key_until <= keyed_at + interval '7 days');
CREATE UNIQUE INDEX api_key_before_is_unique ON api_client (previous_key_sha256)
    WHERE previous_key_sha256 IS NOT NULL;
CREATE INDEX api_client_is_found_by_its_account ON api_client (account_id) WHERE revoked_at IS NULL;
GRANT UPDATE (
    key_prefix, key_sha256, key_set, key_set_url, keyed_at, expires_at, previous_key_sha256, previous_key_until)
ON api_client TO outreach_service;

-- What a client got for a signed assertion. Only the hash of a token is kept.
CREATE TABLE access_token (
    token_sha256 bytea       NOT NULL,
    client_id    uuid        NOT NULL,
    scopes       text[]      NOT NULL,
    issued_at    timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL,
    CONSTRAINT access_token_is_unique PRIMARY KEY (token_sha256),
    CONSTRAINT access_token_is_a_sha256 CHECK (length(token_sha256) = 32),
    CONSTRAINT access_token_is_of_a_client FOREIGN KEY (client_id) REFERENCES api_client
);
CREATE INDEX access_token_ends ON access_token (expires_at);

-- The assertions that were used, each once (RFC 7523, section 3, jti), until they would have expired anyway.
CREATE TABLE client_assertion (
    client_id  uuid        NOT NULL,
    jti_sha256 bytea       NOT NULL,
    expires_at timestamptz NOT NULL,
    CONSTRAINT assertion_is_used_once PRIMARY KEY (client_id, jti_sha256),
    CONSTRAINT assertion_is_of_a_client FOREIGN KEY (client_id) REFERENCES api_client
);
CREATE INDEX client_assertion_ends ON client_assertion (expires_at);

-- No role of the service reaches them but through the functions below.
DO $$
DECLARE
    guarded text;
BEGIN
    FOREACH guarded IN ARRAY ARRAY['access_token', 'client_assertion'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', guarded);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', guarded);
        EXECUTE format('CREATE POLICY owner_sees_all ON %I TO outreach_owner USING (true) WITH CHECK (true)', guarded);
    END LOOP;
END
$$;

-- Whom a key or a token speaks for: no row where it is unknown or revoked, or its account or membership has ended.
-- Asked before there is an actor.
CREATE FUNCTION caller_bearing(credential_sha256 bytea)
RETURNS TABLE (
    client_id uuid, account_id uuid, account_name text, organisation_id uuid, ods_code text, role text,
    scopes text[], granted_scopes text[], networks text[], known_sha256 bytea, expires_at timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = outreach, pg_temp
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

-- Takes down that a client called; at most once a minute.
CREATE FUNCTION note_client_use(of_client uuid) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = outreach, pg_temp
AS $$
    UPDATE api_client SET last_used_at = now()
    WHERE client_id = of_client AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')
$$;

-- The client that an assertion names, with its public keys: no row under the same conditions as above.
CREATE FUNCTION client_asserting(of_client uuid)
RETURNS TABLE (
    client_id uuid, account_id uuid, account_name text, organisation_id uuid, ods_code text, role text,
    scopes text[], networks text[], key_set text, key_set_url text, expires_at timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = outreach, pg_temp
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

-- Uses up an assertion of the acting client's account and keeps the token that it gets; false where it was used before.
CREATE FUNCTION issue_access_token(
    for_client uuid, assertion_sha256 bytea, assertion_ends timestamptz, new_token_sha256 bytea, granted text[],
    token_ends timestamptz) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = outreach, pg_temp
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

-- Forgets tokens and assertions that ended more than an hour ago; answers how many.
CREATE FUNCTION purge_credentials() RETURNS bigint
    LANGUAGE sql SECURITY DEFINER SET search_path = outreach, pg_temp
AS $$
    WITH tokens AS (
        DELETE FROM access_token WHERE expires_at < now() - interval '1 hour' RETURNING 1),
    assertions AS (
        DELETE FROM client_assertion WHERE expires_at < now() - interval '1 hour' RETURNING 1)
    SELECT (SELECT count(*) FROM tokens) + (SELECT count(*) FROM assertions)
$$;

REVOKE EXECUTE ON FUNCTION
    caller_bearing(bytea), note_client_use(uuid), client_asserting(uuid), purge_credentials(),
    issue_access_token(uuid, bytea, timestamptz, bytea, text[], timestamptz)
FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    caller_bearing(bytea), note_client_use(uuid), client_asserting(uuid), purge_credentials(),
    issue_access_token(uuid, bytea, timestamptz, bytea, text[], timestamptz)
TO outreach_service;

-- ---- The audit trail: sealed by sets, and by transactions instead of times.

-- The transaction that wrote an entry. Everything before the oldest one under way is there or never will be, whatever
-- the clock said when it began: so no entry that commits late can be missed.
ALTER TABLE audit_entry ADD COLUMN written_by xid8;
-- What waits now is sealed as before; nobody else writes while this migration holds the table.
SELECT seal_audit();
ALTER TABLE audit_entry ALTER COLUMN written_by SET DEFAULT pg_current_xact_id();
CREATE INDEX audit_entry_is_found_by_transaction ON audit_entry (written_by);
-- Served the horizon of the sealer before.
DROP INDEX audit_seal_is_found_by_time;

-- How far the sealer has come: every transaction before it has ended and its entries are sealed.
CREATE TABLE audit_mark (
    only_row    boolean NOT NULL DEFAULT true,
    sealed_to   xid8    NOT NULL,
    -- Where transactions are counted: restored from a dump into another cluster they are counted anew.
    counted_in  text    NOT NULL,
    CONSTRAINT audit_mark_stands_once PRIMARY KEY (only_row),
    CONSTRAINT audit_mark_is_the_only_row CHECK (only_row)
);
INSERT INTO audit_mark (sealed_to, counted_in)
SELECT pg_snapshot_xmin(pg_current_snapshot()), system_identifier::text FROM pg_control_system();
GRANT SELECT ON audit_mark TO outreach_auditor;

CREATE FUNCTION audit_chain_step(chain bytea, beginning bytea, seal bytea) RETURNS bytea
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN sha256(coalesce(chain, beginning) || seal);
-- The chain after each seal, as a window function: it starts from what the stream's last seal says.
CREATE AGGREGATE audit_chain(beginning bytea, seal bytea) (SFUNC = audit_chain_step, STYPE = bytea);

-- The last seal of each stream. A walk from stream to stream over the index: it does not read the seals between.
CREATE FUNCTION audit_chain_ends()
RETURNS TABLE (organisation_id uuid, "position" bigint, chain_sha256 bytea)
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

-- Chains the entries that are not yet sealed, at most 250,000 at a time, and answers how many there were. A stream's
-- chain begins with the hash of its organisation's id.
CREATE OR REPLACE FUNCTION seal_audit() RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = outreach, pg_temp SET jit = off SET work_mem = '64MB'
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

-- How the audit trail stands: for a doctor who may not read it.
CREATE OR REPLACE FUNCTION audit_health(
    OUT unsealed bigint, OUT oldest_unsealed_seconds double precision, OUT months_ahead integer)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = outreach, pg_temp
AS $$
    SELECT count(*), coalesce(extract(epoch FROM now() - min(e.occurred_at)), 0)::double precision,
        (SELECT count(*)::integer FROM generate_series(1, 24) AS step
         WHERE to_regclass('outreach.audit_entry_' || to_char(
             (date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => step)), 'YYYY_MM')) IS NOT NULL)
    FROM audit_entry AS e
    WHERE e.written_by >= (SELECT m.sealed_to FROM audit_mark AS m)
      AND NOT EXISTS (SELECT FROM audit_seal AS s WHERE s.entry_id = e.entry_id)
$$;

-- The ends of the chains, for an auditor to keep elsewhere.
CREATE FUNCTION audit_heads()
RETURNS TABLE (organisation_id uuid, "position" bigint, chain_sha256 text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = outreach, pg_temp
AS $$
    SELECT x.organisation_id, x.position, encode(x.chain_sha256, 'hex')
    FROM audit_chain_ends() AS x WHERE acting_role() = 'auditor' ORDER BY x.organisation_id
$$;
REVOKE EXECUTE ON FUNCTION audit_chain_ends(), audit_heads() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_heads() TO outreach_service;
GRANT EXECUTE ON FUNCTION audit_chain_ends() TO outreach_auditor;

-- ---- What people may ask of their data, and how long it is kept.

-- Who took away everything that is kept about a person, and why.
CREATE TABLE subject_access (
    person_id uuid        NOT NULL,
    access_id uuid        NOT NULL DEFAULT uuid_v7(),
    reason    text        NOT NULL,
    made_at   timestamptz NOT NULL DEFAULT now(),
    made_by   uuid        NOT NULL,
    made_for  uuid        NOT NULL,
    CONSTRAINT subject_access_has_an_id PRIMARY KEY (person_id, access_id),
    CONSTRAINT subject_access_is_of_a_person FOREIGN KEY (person_id) REFERENCES person,
    CONSTRAINT subject_access_has_a_reason CHECK (reason <> '')
);

-- A look at what the policy of retention would remove, and its carrying out: never one without the other.
CREATE TABLE retention_run (
    run_id        uuid        NOT NULL,
    -- Of the policy as the program had it.
    policy_sha256 bytea       NOT NULL,
    planned_at    timestamptz NOT NULL DEFAULT now(),
    planned_by    uuid        NOT NULL,
    -- By class: how much was due.
    counts        jsonb       NOT NULL,
    done_at       timestamptz,
    done_by       uuid,
    CONSTRAINT retention_run_has_an_id PRIMARY KEY (run_id),
    CONSTRAINT retention_run_names_who CHECK ((done_at IS NULL) = (done_by IS NULL)),
    CONSTRAINT retention_run_is_carried_out_within_a_day CHECK (done_at < planned_at + interval '1 day')
);

DO $$
DECLARE
    guarded text;
BEGIN
    FOREACH guarded IN ARRAY ARRAY['subject_access', 'retention_run'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', guarded);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', guarded);
        EXECUTE format('CREATE POLICY owner_sees_all ON %I TO outreach_owner USING (true) WITH CHECK (true)', guarded);
    END LOOP;
END
$$;
CREATE POLICY subject_access_is_for_auditors ON subject_access TO outreach_service
    USING (acting_role() IN ('auditor', 'steward')) WITH CHECK (acting_role() = 'auditor');
CREATE POLICY retention_is_for_administrators ON retention_run TO outreach_service
    USING (acting_role() = 'administrator');
GRANT SELECT, INSERT ON subject_access, retention_run TO outreach_service;
GRANT UPDATE (done_at, done_by) ON retention_run TO outreach_service;

-- Everybody who is one human with the person of this id, temporary ID or live NHS number, for an auditor.
CREATE FUNCTION subject_group(of_person uuid, temporary_id text, nhs_number text) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = outreach, pg_temp
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

-- The tables that know a person, and by which columns: read from the catalogue, so that none can be forgotten.
CREATE FUNCTION subject_tables() RETURNS TABLE (table_name text, person_columns text[], key_columns text[])
    LANGUAGE sql STABLE SET search_path = outreach, pg_temp
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

-- Every row about these people, as JSON, table by table; before the rows of each table one without an entry, so that a
-- table without rows is named too. For an auditor; nothing for anybody else.
CREATE FUNCTION subject_entries(of_people uuid[]) RETURNS TABLE (table_name text, entry text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = outreach, pg_temp
AS $$
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
$$;

-- How much of a class of data is older than an instant; removed where it is to be, and where the class is one that a
-- program may remove. What is about people is only ever counted. A steward may count.
CREATE FUNCTION retain(class text, older_than timestamptz, removes boolean) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = outreach, pg_temp
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

REVOKE EXECUTE ON FUNCTION
    subject_group(uuid, text, text), subject_tables(), subject_entries(uuid[]), retain(text, timestamptz, boolean)
FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    subject_group(uuid, text, text), subject_tables(), subject_entries(uuid[]), retain(text, timestamptz, boolean)
TO outreach_service;
