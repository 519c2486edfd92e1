-- Prepares a database for the migrations, as the login that owns it: roles, extensions, schema, ledger.
-- Runs before every migration run and changes nothing that is already there.

DO $$
DECLARE
    wanted text;
BEGIN
    -- Roles belong to the whole server, so two databases may be migrated at once: the loser of the race goes on.
    FOREACH wanted IN ARRAY ARRAY['outreach_owner', 'outreach_service', 'outreach_auditor'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE', wanted);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
            END;
        END IF;
        IF NOT pg_has_role(current_user, wanted, 'MEMBER') THEN
            EXECUTE format('GRANT %I TO CURRENT_USER', wanted);
        ELSIF current_setting('server_version_num')::integer >= 160000
            AND NOT pg_has_role(current_user, wanted, 'SET') THEN
            -- Since PostgreSQL 16 whoever makes a role is its member, but may not act as it.
            EXECUTE format('GRANT %I TO CURRENT_USER WITH SET TRUE', wanted);
        END IF;
    END LOOP;
END
$$;

CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS fuzzystrmatch WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;

CREATE SCHEMA IF NOT EXISTS outreach AUTHORIZATION outreach_owner;
GRANT USAGE ON SCHEMA outreach TO outreach_service, outreach_auditor;

CREATE TABLE IF NOT EXISTS outreach.schema_migration (
    number     integer     NOT NULL,
    name       text        NOT NULL,
    sha256     text        NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT migration_runs_once PRIMARY KEY (number)
);
ALTER TABLE outreach.schema_migration OWNER TO outreach_owner;
GRANT SELECT ON outreach.schema_migration TO outreach_service;
