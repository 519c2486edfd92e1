-- A run compares those to whom something has happened, not everybody who waits (decision 0020).

-- When a patient came into their reference: with it, or later by a file of changes. NULL of those from before this.
ALTER TABLE reference_patient ADD COLUMN added_at timestamptz;
ALTER TABLE reference_patient ALTER COLUMN added_at SET DEFAULT now();
CREATE INDEX reference_patient_is_found_by_when_it_was_added ON reference_patient (reference_id, added_at);
-- Nearly nobody's, and every run looks for them all.
CREATE INDEX reference_patient_is_found_where_the_number_is_dead ON reference_patient (reference_id)
    WHERE deceased OR superseded_by <> '';

-- The version of the person's details that was compared.
ALTER TABLE trace ADD COLUMN details_version integer;

-- Whom a run has decided about once it is finished: everybody who waited, or everybody to whom something had happened
-- since the run before. NULL where it was about some only, or applied nothing.
ALTER TABLE reconcile_run ADD COLUMN scope text;
ALTER TABLE reconcile_run ADD CONSTRAINT run_scope_is_known CHECK (scope IN ('everybody', 'changed'));
GRANT UPDATE (scope) ON reconcile_run TO outreach_service;

-- What the whole of both lists said when a run compared everybody: how common names are. Runs over a part go by it.
CREATE TABLE run_census (
    run_id     uuid        NOT NULL,
    counts     bytea       NOT NULL,
    counted_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT run_has_one_census PRIMARY KEY (run_id),
    CONSTRAINT census_is_of_a_run FOREIGN KEY (run_id) REFERENCES reconcile_run
);
-- Hashes do not compress.
ALTER TABLE run_census ALTER COLUMN counts SET STORAGE EXTERNAL;
ALTER TABLE run_census ENABLE ROW LEVEL SECURITY;
ALTER TABLE run_census FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_sees_all ON run_census TO outreach_owner USING (true) WITH CHECK (true);
CREATE POLICY census_is_for_stewards ON run_census TO outreach_service USING (acting_role() = 'steward');
GRANT SELECT, DELETE ON run_census TO outreach_service;
GRANT INSERT (run_id, counts) ON run_census TO outreach_service;

-- Everybody whom a run is about, with the golden person of the group: who waits for a number, and who has one. People
-- whose every enrolment was undone are left out. For the whole register at once: a part of it is looked up by person.
CREATE VIEW enrolled_person WITH (security_invoker = true) AS
WITH grouped AS (
    SELECT p.person_id, p.created_at, coalesce(l.golden_person_id, p.person_id) AS golden_person_id
    FROM person AS p
    LEFT JOIN person_link AS l ON l.person_id = p.person_id AND l.closed_at IS NULL
), withdrawn AS (
    SELECT DISTINCT g.golden_person_id
    FROM employment AS e
    JOIN grouped AS g ON g.person_id = e.person_id
    WHERE e.withdrawn_at IS NOT NULL
), gone AS (
    -- Few: who still has an enrolment that stands is asked for these alone.
    SELECT w.golden_person_id
    FROM withdrawn AS w
    WHERE NOT EXISTS (
        SELECT FROM grouped AS g
        JOIN employment AS e ON e.person_id = g.person_id AND e.withdrawn_at IS NULL
        WHERE g.golden_person_id = w.golden_person_id)
), numbered AS (
    SELECT DISTINCT g.golden_person_id
    FROM identifier AS i
    JOIN grouped AS g ON g.person_id = i.person_id
    WHERE i.scheme = 'nhs_number' AND i.closed_at IS NULL
)
SELECT g.person_id, g.created_at, g.golden_person_id, n.golden_person_id IS NULL AS is_open
FROM grouped AS g
LEFT JOIN numbered AS n ON n.golden_person_id = g.golden_person_id
WHERE NOT EXISTS (SELECT FROM gone WHERE gone.golden_person_id = g.golden_person_id);
GRANT SELECT ON enrolled_person TO outreach_service;

-- Asked once for a statement: asked for each of a million blocking keys, the question costs more than reading them.
CREATE FUNCTION sees_everybody() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
RETURN acting_role() IN ('vaccinator', 'steward', 'administrator', 'system');

ALTER POLICY person_is_visible ON person
    USING ((SELECT sees_everybody()) OR looks_after_person(person_id) OR created_for = (SELECT acting_organisation()));
ALTER POLICY person_details_are_visible ON person_details
    USING ((SELECT sees_everybody()) OR looks_after_person(person_id));
ALTER POLICY person_key_is_visible ON person_key
    USING ((SELECT sees_everybody()) OR looks_after_person(person_id));
ALTER POLICY link_is_visible ON person_link
    USING ((SELECT sees_everybody()) OR looks_after_person(person_id));
ALTER POLICY case_is_visible ON registration_case
    USING ((SELECT sees_everybody()) OR looks_after_person(person_id));
ALTER POLICY case_version_is_visible ON registration_case_version
    USING ((SELECT sees_everybody()) OR looks_after_person(person_id));
ALTER POLICY identifier_is_visible ON identifier
    USING (
        (SELECT sees_everybody())
        OR looks_after_person(person_id) AND ((SELECT acting_role()) <> 'manager' OR scheme = 'temporary_id')
        OR (SELECT acting_role()) = 'manager' AND scheme = 'temporary_id' AND EXISTS (
            SELECT FROM person AS p
            WHERE p.person_id = identifier.person_id AND p.created_for = (SELECT acting_organisation())));
ALTER POLICY employment_is_visible ON employment
    USING (
        (SELECT sees_everybody())
        OR (SELECT acting_role()) = 'manager' AND organisation_id = (SELECT acting_organisation())
        OR (SELECT acting_role()) NOT IN ('manager', '') AND looks_after_person(person_id));
ALTER POLICY merge_is_for_stewards ON person_merge
    USING ((SELECT acting_role()) IN ('steward', 'vaccinator', 'registrar', 'administrator', 'system'));
ALTER POLICY reference_is_for_stewards ON reference_extract USING ((SELECT acting_role()) = 'steward');
ALTER POLICY reference_patient_is_for_stewards ON reference_patient USING ((SELECT acting_role()) = 'steward');
ALTER POLICY reference_key_is_for_stewards ON reference_key USING ((SELECT acting_role()) = 'steward');
ALTER POLICY run_is_for_stewards ON reconcile_run USING ((SELECT acting_role()) = 'steward');
ALTER POLICY trace_is_for_stewards ON trace USING ((SELECT acting_role()) = 'steward');
ALTER POLICY review_is_for_stewards ON review USING ((SELECT acting_role()) = 'steward');
