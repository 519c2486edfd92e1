-- Who acts: organisations, accounts, their memberships, API clients; and how a transaction knows its actor.

CREATE FUNCTION uuid_v7() RETURNS uuid
    LANGUAGE sql VOLATILE PARALLEL SAFE
AS $$
    -- RFC 9562, section 5.7: 48 bits of milliseconds, version 7, the rest random.
    SELECT encode(
        set_bit(set_bit(
            overlay(uuid_send(gen_random_uuid())
                PLACING substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3)
                FROM 1 FOR 6),
            52, 1), 53, 1), 'hex')::uuid
$$;

CREATE FUNCTION acting_account() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('outreach.account', true), '')::uuid $$;

CREATE FUNCTION acting_organisation() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('outreach.organisation', true), '')::uuid $$;

CREATE FUNCTION acting_role() RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT coalesce(current_setting('outreach.role', true), '') $$;

CREATE TABLE organisation (
    organisation_id uuid        NOT NULL DEFAULT gen_random_uuid(),
    ods_code        text        NOT NULL,
    name            text        NOT NULL,
    kinds           text[]      NOT NULL,
    -- What kind of care an employer gives: the priority cohort of its workers follows from it.
    setting         text,
    -- The area that an outreach team works and that an employer lies in.
    area            text,
    -- Made from a code in a file, name and area not yet known.
    is_placeholder  boolean     NOT NULL DEFAULT false,
    created_at      timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT organisation_has_an_id PRIMARY KEY (organisation_id),
    CONSTRAINT ods_code_is_unique UNIQUE (ods_code),
    CONSTRAINT ods_code_is_well_formed CHECK (ods_code ~ '^[0-9A-Z]{1,12}$'),
    CONSTRAINT organisation_has_a_name CHECK (name <> ''),
    CONSTRAINT organisation_kind_is_known CHECK (
        cardinality(kinds) > 0 AND kinds <@ ARRAY['employer', 'site', 'practice', 'outreach_team', 'operator']),
    CONSTRAINT employer_setting_is_known CHECK (setting IN (
        'care_home', 'home_care', 'day_centre', 'other_social_care', 'health_care'))
);

CREATE TABLE account (
    account_id  uuid        NOT NULL DEFAULT gen_random_uuid(),
    -- The name to sign in by: an e-mail address, or a word for the built-in and technical accounts.
    sign_in     text        NOT NULL,
    name        text        NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    disabled_at timestamptz,
    CONSTRAINT account_has_an_id PRIMARY KEY (account_id),
    CONSTRAINT sign_in_is_lower_case CHECK (sign_in = lower(sign_in) AND sign_in <> '')
);
CREATE UNIQUE INDEX sign_in_is_unique ON account (sign_in);

CREATE TABLE membership (
    account_id      uuid        NOT NULL,
    organisation_id uuid        NOT NULL,
    role            text        NOT NULL,
    opened_at       timestamptz NOT NULL DEFAULT now(),
    closed_at       timestamptz,
    CONSTRAINT membership_has_an_id PRIMARY KEY (account_id, organisation_id, role, opened_at),
    CONSTRAINT membership_is_of_an_account FOREIGN KEY (account_id) REFERENCES account,
    CONSTRAINT membership_is_at_an_organisation FOREIGN KEY (organisation_id) REFERENCES organisation,
    CONSTRAINT role_is_known CHECK (role IN (
        'manager', 'vaccinator', 'registrar', 'steward', 'administrator', 'auditor', 'system')),
    CONSTRAINT membership_ends_after_it_began CHECK (closed_at >= opened_at)
);
CREATE UNIQUE INDEX membership_is_held_once ON membership (account_id, organisation_id, role)
    WHERE closed_at IS NULL;

CREATE TABLE api_client (
    client_id       uuid        NOT NULL DEFAULT gen_random_uuid(),
    account_id      uuid        NOT NULL,
    organisation_id uuid        NOT NULL,
    name            text        NOT NULL,
    -- The first characters of the key, shown so that its owner can tell keys apart.
    key_prefix      text        NOT NULL,
    key_sha256      bytea       NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT now(),
    expires_at      timestamptz NOT NULL,
    revoked_at      timestamptz,
    last_used_at    timestamptz,
    CONSTRAINT api_client_has_an_id PRIMARY KEY (client_id),
    CONSTRAINT api_client_acts_as_an_account FOREIGN KEY (account_id) REFERENCES account,
    CONSTRAINT api_client_is_of_an_organisation FOREIGN KEY (organisation_id) REFERENCES organisation,
    CONSTRAINT api_key_is_unique UNIQUE (key_sha256),
    CONSTRAINT api_key_is_a_sha256 CHECK (length(key_sha256) = 32),
    CONSTRAINT api_key_lives_at_most_90_days CHECK (expires_at <= created_at + interval '90 days')
);

-- The operator at the machine itself, who makes the first organisations and accounts.
INSERT INTO organisation (organisation_id, ods_code, name, kinds)
VALUES ('00000000-0000-4000-8000-000000000001', 'OUTREACH', 'Outreach operator', ARRAY['operator']);
INSERT INTO account (account_id, sign_in, name)
VALUES ('00000000-0000-4000-8000-000000000002', 'operator', 'Operator of this installation');
INSERT INTO membership (account_id, organisation_id, role)
SELECT '00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000000001', role
FROM unnest(ARRAY['administrator', 'steward', 'auditor']) AS role;
