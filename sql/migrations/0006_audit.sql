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

-- The bytes of an entry that are hashed: each field as "length:value", NULL as "-", in the order of the columns.
CREATE FUNCTION audit_canonical(
    entry_id uuid, occurred_at timestamptz, organisation_id uuid, account_id uuid, role text, action text,
    person_id uuid, details jsonb
) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT string_agg(coalesce(octet_length(field) || ':' || field, '-'), ',' ORDER BY ordinality)
    FROM unnest(ARRAY[
        entry_id::text, to_char(occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        organisation_id::text, account_id::text, role, action, person_id::text, details::text
    ]) WITH ORDINALITY AS fields (field, ordinality)
$$;

-- Chains the entries that are not yet sealed and answers how many there were.
CREATE FUNCTION seal_audit() RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = outreach, pg_temp
AS $$
DECLARE
    entry    record;
    stream   uuid;
    place    bigint;
    head     bytea;
    digest   bytea;
    sealed   bigint := 0;
    -- Transactions end within an hour, so nothing older can still appear behind what is sealed.
    horizon  timestamptz := coalesce(
        (SELECT max(occurred_at) FROM audit_seal) - interval '1 day', '-infinity');
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('outreach.seal_audit', 0));
    FOR entry IN
        SELECT e.entry_id, e.occurred_at, e.organisation_id,
               sha256(convert_to(audit_canonical(e.entry_id, e.occurred_at, e.organisation_id, e.account_id, e.role,
                   e.action, e.person_id, e.details), 'UTF8')) AS entry_sha256
        FROM audit_entry AS e
        WHERE e.occurred_at >= horizon
          AND NOT EXISTS (SELECT FROM audit_seal AS s WHERE s.entry_id = e.entry_id)
        ORDER BY e.organisation_id, e.occurred_at, e.entry_id
    LOOP
        IF stream IS DISTINCT FROM entry.organisation_id THEN
            stream := entry.organisation_id;
            SELECT position, chain_sha256 INTO place, head
            FROM audit_seal WHERE organisation_id = stream ORDER BY position DESC LIMIT 1;
            IF NOT FOUND THEN
                place := 0;
                head := sha256(convert_to(stream::text, 'UTF8'));
            END IF;
        END IF;
        place := place + 1;
        head := sha256(head || entry.entry_sha256);
        INSERT INTO audit_seal (organisation_id, position, entry_id, occurred_at, entry_sha256, chain_sha256)
        VALUES (stream, place, entry.entry_id, entry.occurred_at, entry.entry_sha256, head);
        sealed := sealed + 1;
    END LOOP;
    RETURN sealed;
END
$$;
