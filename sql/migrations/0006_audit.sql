-- The audit trail: entries written with every effect and every read of a person, sealed into one chain per stream.

CREATE TABLE audit_entry (
    entry_id        uuid        NOT NULL DEFAULT uuid_v7(),
    occurred_at     timestamptz NOT NULL DEFAULT now(),
    -- The acting organisation: each has a chain of its own, so that writers of two never wait for one another.
    organisation_id uuid        NOT NULL DEFAULT acting_organisation(),
    account_id      uuid        NOT NULL DEFAULT acting_account(),
    role            text        NOT NULL DEFAULT acting_role(),
    action          text        NOT NULL,
    person_id       uuid,
    -- Identifiers and codes only; never a name, a date of birth or a number of a person.
    details         jsonb       NOT NULL DEFAULT '{}',
    CONSTRAINT audit_entry_has_an_id PRIMARY KEY (occurred_at, entry_id),
    CONSTRAINT audit_entry_names_its_action CHECK (action <> '')
) PARTITION BY RANGE (occurred_at);
CREATE INDEX audit_entry_is_found_by_person ON audit_entry (person_id, occurred_at) WHERE person_id IS NOT NULL;
-- A clock far off must never stop an effect for want of a partition.
CREATE TABLE audit_entry_default PARTITION OF audit_entry DEFAULT;

CREATE TABLE audit_seal (
    organisation_id uuid        NOT NULL,
    position        bigint      NOT NULL,
    entry_id        uuid        NOT NULL,
    occurred_at     timestamptz NOT NULL,
    entry_sha256    bytea       NOT NULL,
    chain_sha256    bytea       NOT NULL,
    sealed_at       timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT audit_seal_has_a_position PRIMARY KEY (organisation_id, position),
    CONSTRAINT audit_entry_is_sealed_once UNIQUE (entry_id),
    CONSTRAINT audit_seal_counts_from_one CHECK (position >= 1)
);
CREATE INDEX audit_seal_is_found_by_time ON audit_seal (occurred_at);

-- Makes the partitions of this month and the months ahead.
CREATE FUNCTION make_audit_partitions(months_ahead integer) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = outreach, pg_temp
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
SELECT make_audit_partitions(12);

-- The bytes that are hashed: each field as "length:value" in bytes, NULL as "-", with commas between.
CREATE FUNCTION audit_canonical(fields text[]) RETURNS bytea
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT convert_to(
        string_agg(coalesce(octet_length(field) || ':' || field, '-'), ',' ORDER BY ordinality), 'UTF8')
    FROM unnest(fields) WITH ORDINALITY AS all_fields (field, ordinality)
$$;

CREATE FUNCTION audit_instant(instant timestamptz) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT to_char(instant AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') $$;

-- What is hashed of an entry: every column, in the order of the table.
CREATE FUNCTION audit_entry_sha256(entry audit_entry) RETURNS bytea
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT sha256(audit_canonical(ARRAY[
        entry.entry_id::text, audit_instant(entry.occurred_at), entry.organisation_id::text, entry.account_id::text,
        entry.role, entry.action, entry.person_id::text, entry.details::text]))
$$;

-- What is hashed of a seal: the chain so far, then every other column of the seal.
CREATE FUNCTION audit_chain_sha256(chain bytea, seal audit_seal) RETURNS bytea
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT sha256(chain || audit_canonical(ARRAY[
        seal.organisation_id::text, seal.position::text, seal.entry_id::text, audit_instant(seal.occurred_at),
        encode(seal.entry_sha256, 'hex'), audit_instant(seal.sealed_at)]))
$$;

-- Chains the entries that are not yet sealed and answers how many there were. A stream's chain begins with the hash of
-- its organisation's id.
CREATE FUNCTION seal_audit() RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = outreach, pg_temp
AS $$
DECLARE
    entry    audit_entry;
    seal     audit_seal;
    horizon  timestamptz;
    sealed   bigint := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('outreach.seal_audit', 0));
    -- Transactions end within an hour, so nothing older can still appear behind what is sealed.
    horizon := coalesce((SELECT least(max(occurred_at), now()) FROM audit_seal) - interval '1 day', '-infinity');
    FOR entry IN
        SELECT e.entry_id, e.occurred_at, e.organisation_id, e.account_id, e.role, e.action, e.person_id, e.details
        FROM audit_entry AS e
        WHERE e.occurred_at >= horizon
          AND NOT EXISTS (SELECT FROM audit_seal AS s WHERE s.entry_id = e.entry_id)
        ORDER BY e.organisation_id, e.occurred_at, e.entry_id
    LOOP
        IF seal.organisation_id IS DISTINCT FROM entry.organisation_id THEN
            SELECT organisation_id, position, chain_sha256
            INTO seal.organisation_id, seal.position, seal.chain_sha256
            FROM audit_seal WHERE organisation_id = entry.organisation_id ORDER BY position DESC LIMIT 1;
            IF NOT FOUND THEN
                seal.organisation_id := entry.organisation_id;
                seal.position := 0;
                seal.chain_sha256 := sha256(convert_to(entry.organisation_id::text, 'UTF8'));
            END IF;
        END IF;
        seal.position := seal.position + 1;
        seal.entry_id := entry.entry_id;
        seal.occurred_at := entry.occurred_at;
        seal.entry_sha256 := audit_entry_sha256(entry);
        seal.sealed_at := now();
        seal.chain_sha256 := audit_chain_sha256(seal.chain_sha256, seal);
        INSERT INTO audit_seal SELECT (seal).*;
        sealed := sealed + 1;
    END LOOP;
    RETURN sealed;
END
$$;

-- How the audit trail stands: for a doctor who may not read it.
CREATE FUNCTION audit_health(
    OUT unsealed bigint, OUT oldest_unsealed_seconds double precision, OUT months_ahead integer)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = outreach, pg_temp
AS $$
    SELECT count(*), coalesce(extract(epoch FROM now() - min(e.occurred_at)), 0)::double precision,
        (SELECT count(*)::integer FROM generate_series(1, 24) AS step
         WHERE to_regclass('outreach.audit_entry_' || to_char(
             (date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => step)), 'YYYY_MM')) IS NOT NULL)
    FROM audit_entry AS e
    WHERE NOT EXISTS (SELECT FROM audit_seal AS s WHERE s.entry_id = e.entry_id)
$$;
