-- Who may see and do what, in the database itself: row-level security forced, the service owns nothing.

-- Whether a person is one of those that an employer or an outreach team looks after. Runs as the owner, so that the
-- tables it reads may be guarded by it.
CREATE FUNCTION looks_after_person(of_person uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = outreach, pg_temp
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

-- Whether the acting role at the acting organisation may see a person at all. Without a SET clause, so that it becomes
-- part of each policy: called for each row it made a run over thousands of people twice as long.
CREATE FUNCTION may_see_person(of_person uuid) RETURNS boolean
    LANGUAGE sql STABLE
RETURN CASE
    WHEN acting_role() IN ('vaccinator', 'steward', 'administrator', 'system') THEN true
    ELSE looks_after_person(of_person)
END;

CREATE FUNCTION may_see_clinical() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT acting_role() IN ('vaccinator', 'steward', 'system') $$;

-- The details that hold now, of each person.
CREATE VIEW person_current WITH (security_invoker = true) AS
SELECT DISTINCT ON (person_id)
    person_id, version, title, given_names, middle_names, family_name, previous_family_names, latin_given_names,
    latin_family_name, birth_date, birth_date_precision, sex, address_line, town, postcode, phone, email,
    country_of_birth, claimed_nhs_number, number_unavailable, recorded_at, recorded_by, recorded_for
FROM person_details
ORDER BY person_id, version DESC;

-- The state that a registration case is in now.
CREATE VIEW case_current WITH (security_invoker = true) AS
SELECT DISTINCT ON (v.person_id, v.case_id)
    v.person_id, v.case_id, c.organisation_id, c.opened_at, v.version, v.state, v.due_on, v.recorded_at
FROM registration_case AS c
JOIN registration_case_version AS v ON v.person_id = c.person_id AND v.case_id = c.case_id
ORDER BY v.person_id, v.case_id, v.version DESC;

-- The version of a vaccination that holds now.
CREATE VIEW vaccination_current WITH (security_invoker = true) AS
SELECT DISTINCT ON (person_id, vaccination_id)
    person_id, vaccination_id, version, status, disease, product, procedure_code, dose_number, given_at, given_on,
    site_id, batch_number, batch_expiry, body_site, route, performer, primary_source, override_reason, reason,
    recorded_at, recorded_by, recorded_for
FROM vaccination_version
ORDER BY person_id, vaccination_id, version DESC;

DO $$
DECLARE
    guarded text;
BEGIN
    FOREACH guarded IN ARRAY ARRAY[
        'account', 'membership', 'api_client', 'person', 'person_details', 'person_key', 'identifier', 'employment',
        'person_merge', 'person_link', 'registration_case', 'registration_case_version', 'vaccination',
        'vaccination_version', 'notification', 'reference_extract', 'reference_patient', 'reference_key',
        'reconcile_run', 'trace', 'review', 'upload', 'upload_row', 'idempotency_key'
    ] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', guarded);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', guarded);
        -- Foreign keys and the functions of the owner see every row.
        EXECUTE format('CREATE POLICY owner_sees_all ON %I TO outreach_owner USING (true) WITH CHECK (true)', guarded);
    END LOOP;
END
$$;

CREATE POLICY account_is_own_or_administered ON account TO outreach_service
    USING (account_id = acting_account() OR acting_role() = 'administrator');
CREATE POLICY membership_is_own_or_administered ON membership TO outreach_service
    USING (account_id = acting_account() OR acting_role() = 'administrator')
    WITH CHECK (acting_role() = 'administrator');
CREATE POLICY api_client_is_administered ON api_client TO outreach_service
    USING (acting_role() = 'administrator');

-- A new person belongs to the organisation that made it until employments and cases open it to others.
CREATE POLICY person_is_visible ON person TO outreach_service
    USING (may_see_person(person_id) OR created_for = acting_organisation())
    WITH CHECK (may_see_person(person_id) OR created_for = acting_organisation());
CREATE POLICY person_details_are_visible ON person_details TO outreach_service
    USING (may_see_person(person_id)) WITH CHECK (may_see_person(person_id));
CREATE POLICY person_key_is_visible ON person_key TO outreach_service
    USING (may_see_person(person_id)) WITH CHECK (may_see_person(person_id));
-- A manager never sees a national number, nor learns from an error that there is one.
CREATE POLICY identifier_is_visible ON identifier TO outreach_service
    USING (
        (may_see_person(person_id) OR (acting_role() = 'manager' AND EXISTS (
            SELECT FROM person AS p
            WHERE p.person_id = identifier.person_id AND p.created_for = acting_organisation())))
        AND (acting_role() <> 'manager' OR scheme = 'temporary_id'))
    WITH CHECK (
        may_see_person(person_id) OR EXISTS (
            SELECT FROM person AS p
            WHERE p.person_id = identifier.person_id AND p.created_for = acting_organisation()));
CREATE POLICY employment_is_visible ON employment TO outreach_service
    USING (acting_role() <> 'manager' AND may_see_person(person_id)
        OR acting_role() = 'manager' AND organisation_id = acting_organisation())
    -- A registrar who hands out a card adds an employment in the team's area, also to somebody known from elsewhere.
    WITH CHECK (acting_role() <> 'manager' AND may_see_person(person_id)
        OR acting_role() = 'manager' AND organisation_id = acting_organisation()
        OR acting_role() = 'registrar' AND EXISTS (
            SELECT FROM organisation AS employer
            JOIN organisation AS team ON team.organisation_id = acting_organisation()
            WHERE employer.organisation_id = employment.organisation_id AND employer.area = team.area));
CREATE POLICY merge_is_for_stewards ON person_merge TO outreach_service
    USING (acting_role() IN ('steward', 'vaccinator', 'registrar', 'administrator', 'system'))
    WITH CHECK (acting_role() = 'steward');
CREATE POLICY link_is_visible ON person_link TO outreach_service
    USING (may_see_person(person_id)) WITH CHECK (acting_role() = 'steward');
CREATE POLICY case_is_visible ON registration_case TO outreach_service
    USING (may_see_person(person_id)) WITH CHECK (may_see_person(person_id));
CREATE POLICY case_version_is_visible ON registration_case_version TO outreach_service
    USING (may_see_person(person_id)) WITH CHECK (may_see_person(person_id));
CREATE POLICY vaccination_is_clinical ON vaccination TO outreach_service
    USING (may_see_clinical()) WITH CHECK (may_see_clinical());
CREATE POLICY vaccination_version_is_clinical ON vaccination_version TO outreach_service
    USING (may_see_clinical()) WITH CHECK (may_see_clinical());
CREATE POLICY notification_is_clinical ON notification TO outreach_service
    USING (may_see_clinical()) WITH CHECK (may_see_clinical());
CREATE POLICY reference_is_for_stewards ON reference_extract TO outreach_service
    USING (acting_role() = 'steward');
CREATE POLICY reference_patient_is_for_stewards ON reference_patient TO outreach_service
    USING (acting_role() = 'steward');
CREATE POLICY reference_key_is_for_stewards ON reference_key TO outreach_service
    USING (acting_role() = 'steward');
CREATE POLICY run_is_for_stewards ON reconcile_run TO outreach_service
    USING (acting_role() = 'steward');
CREATE POLICY trace_is_for_stewards ON trace TO outreach_service
    USING (acting_role() = 'steward');
-- Enrolment traces, and opens duplicate reviews for people it may not read.
CREATE POLICY trace_is_made_by_enrolment ON trace FOR INSERT TO outreach_service
    WITH CHECK (may_see_person(person_id));
CREATE POLICY review_is_for_stewards ON review TO outreach_service
    USING (acting_role() = 'steward');
CREATE POLICY review_is_opened_by_enrolment ON review FOR INSERT TO outreach_service
    WITH CHECK (may_see_person(person_id) OR may_see_person(other_person_id));
CREATE POLICY upload_is_of_its_organisation ON upload TO outreach_service
    USING (organisation_id = acting_organisation() OR acting_role() = 'steward')
    WITH CHECK (organisation_id = acting_organisation());
CREATE POLICY upload_row_is_of_its_organisation ON upload_row TO outreach_service
    USING (EXISTS (SELECT FROM upload AS u WHERE u.upload_id = upload_row.upload_id));
-- A steward sees in which files a person stood, whoever sent them.
CREATE POLICY upload_row_is_seen_by_stewards ON upload_row FOR SELECT TO outreach_service
    USING (acting_role() = 'steward' AND person_id IS NOT NULL);
CREATE POLICY idempotency_key_is_of_its_account ON idempotency_key TO outreach_service
    USING (account_id = acting_account() AND organisation_id = acting_organisation());

GRANT SELECT, INSERT ON
    organisation, account, membership, api_client, person, person_details, person_key, identifier, employment,
    person_merge, person_link, registration_case, registration_case_version, vaccination, vaccination_version,
    notification, reference_extract, reference_patient, reference_key, reconcile_run, trace, review, upload,
    upload_row, idempotency_key
TO outreach_service;
GRANT SELECT ON person_current, case_current, vaccination_current TO outreach_service;
-- What may change, column by column; clinical versions are not among it.
GRANT UPDATE (name, kinds, setting, area, is_placeholder) ON organisation TO outreach_service;
GRANT UPDATE (disabled_at) ON account TO outreach_service;
GRANT UPDATE (closed_at) ON membership TO outreach_service;
GRANT UPDATE (revoked_at, last_used_at) ON api_client TO outreach_service;
GRANT UPDATE (merged) ON person TO outreach_service;
GRANT UPDATE (state, replaced_by, closed_at, closed_by, close_reason) ON identifier TO outreach_service;
GRANT UPDATE (ended_on, withdrawn_at) ON employment TO outreach_service;
GRANT UPDATE (closed_at, closed_by, close_reason) ON person_merge TO outreach_service;
GRANT UPDATE (closed_at) ON person_link TO outreach_service;
GRANT UPDATE (disease, given_on, site_id, is_void) ON vaccination TO outreach_service;
GRANT UPDATE (state, nhs_number, changed_at) ON notification TO outreach_service;
GRANT UPDATE (retired_at) ON reference_extract TO outreach_service;
GRANT UPDATE (leased_until, attempt, finished_at, abandoned_at, traced, numbered, merged, reviews, undone_at, undone_by)
    ON reconcile_run TO outreach_service;
GRANT UPDATE (closed_at, close_reason) ON review TO outreach_service;
GRANT UPDATE (undone_at, undone_by) ON upload TO outreach_service;
GRANT UPDATE (response) ON idempotency_key TO outreach_service;
GRANT DELETE ON person_key, reference_patient, reference_key TO outreach_service;
-- Who, when and for whom come from the transaction, never from the statement.
GRANT INSERT (action, person_id, details) ON audit_entry TO outreach_service;

GRANT SELECT ON audit_entry, audit_seal, organisation TO outreach_auditor;

REVOKE EXECUTE ON FUNCTION seal_audit(), make_audit_partitions(integer), audit_health() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION seal_audit(), make_audit_partitions(integer), audit_health() TO outreach_service;

-- Everybody whom the open merges make one human with the person of this identity or temporary ID; nobody where neither
-- is known. An auditor may not read people, and asks for the trail of one of them.
CREATE FUNCTION people_to_audit(of_person uuid, temporary_id text) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = outreach, pg_temp
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
REVOKE EXECUTE ON FUNCTION people_to_audit(uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people_to_audit(uuid, text) TO outreach_service;

-- The open memberships of an account that is not disabled: what a sign-in starts from, before there is an actor.
CREATE FUNCTION memberships_of(of_sign_in text)
RETURNS TABLE (account_id uuid, account_name text, organisation_id uuid, ods_code text, role text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = outreach, pg_temp
AS $$
    SELECT a.account_id, a.name, o.organisation_id, o.ods_code, m.role
    FROM account AS a
    JOIN membership AS m ON m.account_id = a.account_id AND m.closed_at IS NULL
    JOIN organisation AS o ON o.organisation_id = m.organisation_id
    WHERE a.sign_in = lower(of_sign_in) AND a.disabled_at IS NULL
    ORDER BY m.role, o.ods_code
$$;
REVOKE EXECUTE ON FUNCTION memberships_of(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION memberships_of(text) TO outreach_service;

-- People who share a blocking key with somebody about to be enrolled. An employer may not read them; the service
-- compares them and tells the employer nothing but the outcome.
CREATE FUNCTION register_candidates(wanted_keys bigint[])
RETURNS TABLE (
    person_id uuid, golden_person_id uuid, given_names text, middle_names text, family_name text,
    previous_family_names text[], birth_date date, birth_date_precision text, sex text, address_line text,
    postcode text, phone text, email text, claimed_nhs_number text, nhs_number text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = outreach, pg_temp
AS $$
    SELECT d.person_id, golden_person(d.person_id), d.given_names, d.middle_names, d.family_name, d.previous_family_names,
           d.birth_date, d.birth_date_precision, d.sex, d.address_line, d.postcode, d.phone, d.email,
           d.claimed_nhs_number, n.value
    FROM (SELECT DISTINCT k.person_id FROM person_key AS k WHERE k.key = ANY (wanted_keys)) AS found
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
REVOKE EXECUTE ON FUNCTION register_candidates(bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION register_candidates(bigint[]) TO outreach_service;

-- Patients of the active reference who share a blocking key with somebody about to be enrolled, and whether a live
-- person holds their number already.
CREATE FUNCTION reference_candidates(wanted_keys bigint[])
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
    JOIN reference_patient AS p ON p.reference_id = x.reference_id
    WHERE x.retired_at IS NULL
      AND p.record_id IN (
          SELECT k.record_id FROM reference_key AS k
          WHERE k.reference_id = x.reference_id AND k.key = ANY (wanted_keys))
    ORDER BY p.record_id
$$;
REVOKE EXECUTE ON FUNCTION reference_candidates(bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reference_candidates(bigint[]) TO outreach_service;

-- Which of these temporary IDs were ever given out, whoever carries them: asked before new ones are drawn.
CREATE FUNCTION temporary_ids_in_use(wanted text[]) RETURNS SETOF text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = outreach, pg_temp
AS $$ SELECT value FROM identifier WHERE scheme = 'temporary_id' AND value = ANY (wanted) $$;
REVOKE EXECUTE ON FUNCTION temporary_ids_in_use(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION temporary_ids_in_use(text[]) TO outreach_service;

-- What forbids that the enrolment of a person by an upload is undone: somebody relies on it. A manager may learn
-- that, and no more.
CREATE FUNCTION person_is_relied_on(of_person uuid, beside_upload uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = outreach, pg_temp
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
REVOKE EXECUTE ON FUNCTION person_is_relied_on(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION person_is_relied_on(uuid, uuid) TO outreach_service;

-- Closes every identifier of people whom the acting organisation added, national numbers too, which a manager never
-- sees: their temporary IDs resolve as revoked.
CREATE FUNCTION revoke_identifiers(of_people uuid[], why text) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = outreach, pg_temp
AS $$
    UPDATE identifier AS i
    SET closed_at = now(), closed_by = acting_account(), close_reason = why,
        state = CASE i.scheme WHEN 'temporary_id' THEN 'revoked' END
    FROM person AS p
    WHERE i.person_id = ANY (of_people) AND i.closed_at IS NULL
      AND p.person_id = i.person_id AND p.created_for = acting_organisation()
$$;
REVOKE EXECUTE ON FUNCTION revoke_identifiers(uuid[], text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION revoke_identifiers(uuid[], text) TO outreach_service;

-- Whether a person who is not a blank card, or anyone merged with them, has an NHS number or a live temporary ID. A
-- manager may learn that, and no more.
CREATE FUNCTION identity_standing(of_person uuid) RETURNS TABLE (is_numbered boolean, carries_card boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = outreach, pg_temp
AS $$
    SELECT coalesce(bool_or(i.scheme = 'nhs_number'), false), coalesce(bool_or(i.scheme = 'temporary_id'), false)
    FROM person_group(of_person) AS member
    LEFT JOIN identifier AS i ON i.person_id = member AND i.closed_at IS NULL
    HAVING may_see_person(of_person)
       AND EXISTS (SELECT FROM person_details AS d WHERE d.person_id = of_person)
$$;
REVOKE EXECUTE ON FUNCTION identity_standing(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identity_standing(uuid) TO outreach_service;

-- Who holds these identifiers, also where the acting organisation may not see it: so that a number which somebody holds
-- becomes a question for a steward and no error.
CREATE FUNCTION identifier_holders(wanted_schemes text[], wanted_values text[])
RETURNS TABLE (scheme text, value text, person_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = outreach, pg_temp
AS $$
    SELECT i.scheme, i.value, i.person_id
    FROM unnest(wanted_schemes, wanted_values) AS wanted (scheme, value)
    JOIN identifier AS i ON i.scheme = wanted.scheme AND i.value = wanted.value AND i.closed_at IS NULL
$$;
REVOKE EXECUTE ON FUNCTION identifier_holders(text[], text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identifier_holders(text[], text[]) TO outreach_service;

-- Tells the planner what a large file has brought. Until autovacuum comes by, it would take a young table for empty and
-- read millions of rows one by one.
CREATE FUNCTION refresh_register_statistics() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = outreach, pg_temp
AS $$
BEGIN
    ANALYZE person, person_details, person_key, identifier, employment, registration_case, registration_case_version;
END
$$;
CREATE FUNCTION refresh_reference_statistics() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = outreach, pg_temp
AS $$
BEGIN
    ANALYZE reference_extract, reference_patient, reference_key;
END
$$;
REVOKE EXECUTE ON FUNCTION refresh_register_statistics(), refresh_reference_statistics() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION refresh_register_statistics(), refresh_reference_statistics() TO outreach_service;
