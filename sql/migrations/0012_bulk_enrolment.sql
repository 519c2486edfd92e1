-- Files of enrolments are written by one statement for thousands of rows, into fewer indexes (decision 0016).

-- Blocking keys are derived from the details, seven to a person: two indexes and a check of the person for each of them
-- took a third of an enrolment. They are removed by the keys that follow from the details, and read by key alone.
ALTER TABLE person_key DROP CONSTRAINT person_key_is_set_once, DROP CONSTRAINT person_key_is_of_a_person;

-- Workers without a reference of their employer, most of them, need no place in its index.
DROP INDEX employer_reference_is_unique;
CREATE UNIQUE INDEX employer_reference_is_unique ON employment (organisation_id, employer_reference)
    WHERE withdrawn_at IS NULL AND employer_reference IS NOT NULL;

-- A temporary ID is found by the index that makes it unique; questions that name the scheme by a value are about the
-- numbers of nations.
DROP INDEX live_identifier_is_found_by_its_value;
CREATE INDEX live_number_is_found_by_its_value ON identifier (scheme, value)
    WHERE closed_at IS NULL AND scheme <> 'temporary_id';
CREATE OR REPLACE FUNCTION identifier_holders(wanted_schemes text[], wanted_values text[])
RETURNS TABLE (scheme text, value text, person_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = outreach, pg_temp
AS $$
    SELECT i.scheme, i.value, i.person_id
    FROM unnest(wanted_schemes, wanted_values) AS wanted (scheme, value)
    JOIN identifier AS i
        ON i.scheme = wanted.scheme AND i.value = wanted.value AND i.closed_at IS NULL AND i.scheme <> 'temporary_id'
$$;

-- NULL while a large file is being written by two transactions, and for ever where the process died between their
-- commits: whoever sends the file again takes back what is there first.
ALTER TABLE upload ADD COLUMN finished_at timestamptz DEFAULT now();
GRANT UPDATE (created_at, finished_at) ON upload TO outreach_service;

-- What becomes of one row of a file, or of one form.
CREATE TYPE enrolment AS (
    row_number            integer,
    result                text,
    problems              jsonb,
    person_id             uuid,
    employment_id         uuid,
    -- The new employment; no employer where there is none.
    employer_id           uuid,
    employer_reference    text,
    job_role              text,
    priority_cohort       integer,
    started_on            date,
    -- Somebody who is new: 'person', or 'card' where a blank card was printed before.
    adds                  text,
    temporary_id          text,
    case_id               uuid,
    case_organisation_id  uuid,
    case_state            text,
    case_due_on           date,
    keys                  bigint[],
    title                 text,
    given_names           text,
    middle_names          text,
    family_name           text,
    previous_family_names text[],
    latin_given_names     text,
    latin_family_name     text,
    birth_date            date,
    birth_date_precision  text,
    sex                   text,
    address_line          text,
    town                  text,
    postcode              text,
    phone                 text,
    email                 text,
    country_of_birth      text,
    claimed_nhs_number    text,
    number_unavailable    text
);

-- Whether the actor may enrol for an employer: what the policies of employment say of a new row.
CREATE FUNCTION may_enrol_for(employer uuid) RETURNS boolean
    LANGUAGE sql STABLE
RETURN CASE acting_role()
    WHEN 'administrator' THEN true
    WHEN 'manager' THEN employer = acting_organisation()
    WHEN 'registrar' THEN EXISTS (
        SELECT FROM organisation AS o
        JOIN organisation AS team ON team.organisation_id = acting_organisation()
        WHERE o.organisation_id = employer AND o.area = team.area)
    ELSE false
END;

-- Writes what rows of enrolments bring: new people with card, employment, details, keys and case, further employments
-- of known people, and what became of each row of an upload. Runs as the owner: the policies would be asked seven times
-- for each row what is asked here once for all of them.
CREATE FUNCTION enrol_people(given enrolment[], of_upload uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = outreach, pg_temp
AS $$
DECLARE
    actor  uuid := acting_account();
    acting uuid := acting_organisation();
BEGIN
    IF acting_role() NOT IN ('manager', 'registrar', 'administrator')
        OR EXISTS (
            SELECT FROM (SELECT DISTINCT r.employer_id, r.case_organisation_id FROM unnest(given) AS r) AS e
            WHERE e.employer_id IS NOT NULL AND NOT may_enrol_for(e.employer_id)
               OR e.case_organisation_id IS NOT NULL AND NOT may_enrol_for(e.case_organisation_id))
        OR EXISTS (SELECT FROM unnest(given) AS r WHERE r.adds IS NOT NULL AND r.employer_id IS NULL)
        OR EXISTS (
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
REVOKE EXECUTE ON FUNCTION enrol_people(enrolment[], uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION enrol_people(enrolment[], uuid) TO outreach_service;

-- As before, with bits of the ordinary generator: an event's id is no secret, and the cryptographic one took a twentieth
-- of an enrolment and of a check.
CREATE OR REPLACE FUNCTION uuid_v7() RETURNS uuid
    LANGUAGE sql VOLATILE PARALLEL SAFE
AS $$
    -- RFC 9562, section 5.7: 48 bits of milliseconds, version 7, the rest random.
    SELECT encode(
        int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint << 16 | 28672 | floor(random() * 4096)::bigint)
        || int8send((-2)::bigint << 62 | (floor(random() * (1 << 30))::bigint << 32)
                    | floor(random() * (1::bigint << 32))::bigint),
        'hex')::uuid
$$;

-- Whether the planner knows the register as large as it is: a file that adds a tenth to it needs no new look.
CREATE OR REPLACE FUNCTION refresh_register_statistics() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = outreach, pg_temp
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
