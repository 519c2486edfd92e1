-- What a row of a file costs the database: keys are looked up without a list for each, and patients are read as they were
-- packed (decision 0021).

-- Whether anybody can be traced: half a million keys need not be sent to learn that there is nothing to compare with.
-- Asked by whoever enrols, who sees no reference.
CREATE FUNCTION has_reference() RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = outreach, pg_temp
AS $$ SELECT EXISTS (SELECT FROM reference_extract AS x WHERE x.retired_at IS NULL) $$;
REVOKE EXECUTE ON FUNCTION has_reference() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION has_reference() TO outreach_service;

-- The same answers as before in less time: an array was begun for every key, and most keys find nobody. In the order
-- of the keys, so that neighbours in the index are asked for one after the other.
CREATE OR REPLACE FUNCTION people_of_keys(wanted_keys bigint[]) RETURNS TABLE (person_id uuid)
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

CREATE OR REPLACE FUNCTION patients_of_keys(of_reference uuid, wanted_keys bigint[]) RETURNS TABLE (record_id text)
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

-- Patients of the active reference who share a blocking key, as the matcher packs them: for comparing only. Nothing where
-- another version of the normaliser packed them.
CREATE FUNCTION packed_candidates(wanted_keys bigint[], of_version integer)
RETURNS TABLE (record_id text, match_record bytea)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = outreach, pg_temp
AS $$
    SELECT p.record_id, CASE WHEN p.match_version = of_version THEN p.match_record END
    FROM reference_extract AS x
    CROSS JOIN LATERAL patients_of_keys(x.reference_id, wanted_keys) AS found
    CROSS JOIN LATERAL (
        SELECT q.record_id, q.match_version, q.match_record FROM reference_patient AS q
        WHERE q.reference_id = x.reference_id AND q.record_id = found.record_id OFFSET 0) AS p
    WHERE x.retired_at IS NULL
$$;

-- What workers are enrolled with who certainly are these patients.
CREATE FUNCTION traced_patients(wanted_records text[])
RETURNS TABLE (record_id text, nhs_number text, is_held boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = outreach, pg_temp
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
REVOKE EXECUTE ON FUNCTION packed_candidates(bigint[], integer), traced_patients(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION packed_candidates(bigint[], integer), traced_patients(text[]) TO outreach_service;

-- As before, with the rows taken apart half as often.
CREATE OR REPLACE FUNCTION enrol_people(given enrolment[], of_upload uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = outreach, pg_temp
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

-- Nobody is looked for by these: what the planner would know of them costs every file that makes a young register half as
-- large again, and the housekeeping that follows every large file.
ALTER TABLE person_details
    ALTER COLUMN title SET STATISTICS 0, ALTER COLUMN given_names SET STATISTICS 0,
    ALTER COLUMN middle_names SET STATISTICS 0, ALTER COLUMN family_name SET STATISTICS 0,
    ALTER COLUMN previous_family_names SET STATISTICS 0, ALTER COLUMN latin_given_names SET STATISTICS 0,
    ALTER COLUMN latin_family_name SET STATISTICS 0, ALTER COLUMN birth_date SET STATISTICS 0,
    ALTER COLUMN birth_date_precision SET STATISTICS 0, ALTER COLUMN sex SET STATISTICS 0,
    ALTER COLUMN address_line SET STATISTICS 0, ALTER COLUMN town SET STATISTICS 0,
    ALTER COLUMN postcode SET STATISTICS 0, ALTER COLUMN phone SET STATISTICS 0, ALTER COLUMN email SET STATISTICS 0,
    ALTER COLUMN country_of_birth SET STATISTICS 0, ALTER COLUMN claimed_nhs_number SET STATISTICS 0,
    ALTER COLUMN number_unavailable SET STATISTICS 0, ALTER COLUMN recorded_at SET STATISTICS 0,
    ALTER COLUMN recorded_by SET STATISTICS 0, ALTER COLUMN recorded_for SET STATISTICS 0,
    ALTER COLUMN reason SET STATISTICS 0;
ALTER TABLE employment ALTER COLUMN job_role SET STATISTICS 0, ALTER COLUMN priority_cohort SET STATISTICS 0,
    ALTER COLUMN started_on SET STATISTICS 0, ALTER COLUMN recorded_by SET STATISTICS 0;
ALTER TABLE registration_case_version ALTER COLUMN evidence SET STATISTICS 0, ALTER COLUMN event SET STATISTICS 0,
    ALTER COLUMN recorded_at SET STATISTICS 0, ALTER COLUMN recorded_by SET STATISTICS 0;
ALTER TABLE upload_row ALTER COLUMN problems SET STATISTICS 0, ALTER COLUMN employment_id SET STATISTICS 0,
    ALTER COLUMN result SET STATISTICS 0;
