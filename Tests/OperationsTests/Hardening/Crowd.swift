import TestDatabase

/// A register of so many generated people, each with card, employment, case and dose, and with its statistics.
enum Crowd {
    static let count = 20_000

    /// Fills the tables directly: what stands in them matters less than how much.
    static func fill(_ test: TestDatabase, employer: String, site: String, account: String) async throws {
        let generated = "generate_series(1, \(count)) AS n"
        let person = "md5('person' || n)::uuid"
        try await test.script(
            """
            INSERT INTO organisation (organisation_id, ods_code, name, kinds)
            SELECT md5('employer' || n)::uuid, 'CROWD' || n, 'Home ' || n, ARRAY['employer']
            FROM generate_series(1, 50) AS n;
            INSERT INTO person (person_id, created_by, created_for)
            SELECT \(person), '\(account)', '\(employer)' FROM \(generated);
            INSERT INTO person_details (
                person_id, version, given_names, family_name, birth_date, birth_date_precision, number_unavailable,
                recorded_by, recorded_for, reason)
            SELECT \(person), 1, 'Given' || n, 'Family' || n, date '1950-01-01' + n, 'day', 'not_known', '\(account)',
                '\(employer)', 'generated' FROM \(generated);
            INSERT INTO person_key (person_id, key)
            SELECT \(person), hashint8extended(n, salt) FROM \(generated), generate_series(1, 5) AS salt;
            INSERT INTO identifier (person_id, scheme, value, state, opened_by)
            SELECT \(person), 'temporary_id', 'T' || lpad(upper(to_hex(n)), 10, '0'), 'issued', '\(account)'
            FROM \(generated);
            INSERT INTO employment (
                person_id, employment_id, organisation_id, employer_reference, priority_cohort, recorded_by)
            SELECT \(person), md5('employment' || n)::uuid, md5('employer' || 1 + n % 50)::uuid, 'R' || n, 2,
                '\(account)' FROM \(generated);
            INSERT INTO registration_case (person_id, case_id, organisation_id)
            SELECT \(person), md5('case' || n)::uuid, md5('employer' || 1 + n % 50)::uuid FROM \(generated);
            INSERT INTO registration_case_version (person_id, case_id, version, state, event, due_on, recorded_by)
            SELECT \(person), md5('case' || n)::uuid, 1, 'enrolled', 'enrol', date '2026-12-01', '\(account)'
            FROM \(generated);
            INSERT INTO vaccination (person_id, vaccination_id, disease, given_on, site_id)
            SELECT \(person), md5('dose' || n)::uuid, 'covid', date '2026-01-10', '\(site)' FROM \(generated);
            INSERT INTO vaccination_version (
                person_id, vaccination_id, version, status, disease, product, procedure_code, dose_number, given_at,
                given_on, site_id, primary_source, reason, recorded_by, recorded_for)
            SELECT \(person), md5('dose' || n)::uuid, 1, 'recorded', 'covid', '39115611000001103', '', 1,
                timestamptz '2026-01-10', date '2026-01-10', '\(site)', true, 'given', '\(account)', '\(site)'
            FROM \(generated);
            INSERT INTO notification (person_id, vaccination_id, version, action, recipient, state)
            SELECT \(person), md5('dose' || n)::uuid, 1, 'new', 'practice', 'held' FROM \(generated);
            ANALYZE
            """)
    }
}
