import Postgres
import Store
import TestDatabase
import Testing

/// A row without its parent, as SQL, and the promise that it breaks.
private struct Orphan: Sendable, CustomTestStringConvertible {
    let promise: String
    let statement: String

    var testDescription: String { promise }

    init(_ promise: String, _ statement: String) {
        self.promise = promise
        self.statement = statement
    }
}

private let details = "INSERT INTO person_details (person_id, version, family_name, given_names, number_unavailable,"
private let orphans = [
    Orphan(
        "person_was_made_by_an_account",
        """
        INSERT INTO person (person_id, created_by, created_for)
        SELECT gen_random_uuid(), gen_random_uuid(), created_for FROM person
        """),
    Orphan(
        "person_was_made_for_an_organisation",
        """
        INSERT INTO person (person_id, created_by, created_for)
        SELECT gen_random_uuid(), created_by, gen_random_uuid() FROM person
        """),
    Orphan(
        "person_details_are_of_a_person",
        "\(details) recorded_by, recorded_for, reason) "
            + "SELECT gen_random_uuid(), 1, 'A', '', '', created_by, created_for, 'enrolled' FROM person"),
    Orphan(
        "person_details_were_recorded_by_an_account",
        "\(details) recorded_by, recorded_for, reason) "
            + "SELECT person_id, 9, 'A', '', '', gen_random_uuid(), created_for, 'enrolled' FROM person"),
    Orphan(
        "identifier_is_of_a_person",
        """
        INSERT INTO identifier (person_id, scheme, value, opened_by)
        SELECT CASE WHEN n = 1 THEN person_id ELSE gen_random_uuid() END, 'nhs_number', '999000000' || n, created_by
        FROM person, generate_series(1, 2) AS n
        """),
    Orphan(
        "case_is_of_a_person",
        """
        INSERT INTO registration_case (person_id, case_id, organisation_id)
        SELECT gen_random_uuid(), gen_random_uuid(), created_for FROM person
        """),
    Orphan(
        "case_was_opened_by_an_employer",
        """
        WITH new AS (
            INSERT INTO person (person_id, created_by, created_for)
            SELECT gen_random_uuid(), created_by, created_for FROM person RETURNING person_id)
        INSERT INTO registration_case (person_id, case_id, organisation_id)
        SELECT person_id, gen_random_uuid(), gen_random_uuid() FROM new
        """),
    Orphan(
        "case_version_is_of_a_case",
        """
        INSERT INTO registration_case_version (person_id, case_id, version, state, event, recorded_by)
        SELECT person_id, gen_random_uuid(), 1, 'enrolled', 'enrol', created_by FROM person
        """),
    Orphan(
        "employment_is_of_a_person",
        """
        INSERT INTO employment (person_id, employment_id, organisation_id, priority_cohort, recorded_by)
        SELECT gen_random_uuid(), gen_random_uuid(), created_for, 2, created_by FROM person
        """),
    Orphan(
        "employment_is_at_an_organisation",
        """
        INSERT INTO employment (person_id, employment_id, organisation_id, priority_cohort, recorded_by)
        SELECT person_id, gen_random_uuid(), gen_random_uuid(), 2, created_by FROM person
        """),
    Orphan(
        "upload_row_names_a_person",
        """
        INSERT INTO upload_row (upload_id, row_number, result, person_id)
        SELECT upload_id, 99, 'enrolled', gen_random_uuid() FROM upload
        """),
    Orphan(
        "upload_row_is_of_an_upload",
        """
        INSERT INTO upload_row (upload_id, row_number, result, person_id)
        SELECT gen_random_uuid(), 1, 'enrolled', person_id FROM person
        """),
]

private let parents = [
    "person": "person_id", "registration_case": "case_id", "upload": "upload_id", "account": "account_id",
    "organisation": "organisation_id",
]
private let references = [
    "person": ["created_by", "created_for"], "person_details": ["person_id", "recorded_by"],
    "identifier": ["person_id"], "registration_case": ["person_id", "organisation_id"],
    "registration_case_version": ["person_id", "case_id"], "employment": ["person_id", "organisation_id"],
    "upload_row": ["person_id", "upload_id"],
]

/// What twelve foreign keys promised until migration 0019, for every writer.
@Suite struct `rows of an enrolment` {
    /// A clinic with one worker who came by a file.
    private static func withWorker(_ body: (Clinic) async throws -> Void) async throws {
        try await Clinic.with { clinic in
            _ = try await clinic.enrol()
            try await clinic.own(
                """
                WITH sent AS (
                    INSERT INTO upload (upload_id, organisation_id, sha256, row_count, enrolled_count, created_by)
                    SELECT gen_random_uuid(), created_for, '', 1, 1, created_by FROM person RETURNING upload_id)
                INSERT INTO upload_row (upload_id, row_number, result, person_id)
                SELECT upload_id, 1, 'enrolled', person_id FROM sent, person
                """)
            try await body(clinic)
        }
    }

    private static func refusal(of statement: String, _ clinic: Clinic) async -> PostgresError? {
        await #expect(throws: PostgresError.self, "\(statement)") { try await clinic.test.script(statement) }
    }

    @Test(arguments: orphans)
    fileprivate func `are never there without their parent`(_ orphan: Orphan) async throws {
        try await Self.withWorker { clinic in
            let refusal = await Self.refusal(of: orphan.statement, clinic)
            #expect(refusal?.sqlState?.code == "23503")
            #expect(refusal?.constraint == orphan.promise)
        }
    }

    @Test func `keep their parents`() async throws {
        try await Self.withWorker { clinic in
            for (table, columns) in references {
                for column in columns {
                    let refusal = await Self.refusal(
                        of: "UPDATE \(table) SET \(column) = gen_random_uuid()", clinic)
                    #expect(refusal?.sqlState?.code == "23503", "\(table) \(column)")
                }
            }
        }
    }

    @Test func `keep them whoever deletes, empties or renumbers`() async throws {
        try await Self.withWorker { clinic in
            for (table, column) in parents {
                for statement in [
                    "DELETE FROM \(table)", "TRUNCATE \(table) CASCADE",
                    "UPDATE \(table) SET \(column) = gen_random_uuid()",
                ] {
                    let refusal = await Self.refusal(of: statement, clinic)
                    #expect(refusal?.sqlState?.code == "23503", "\(statement)")
                }
            }
        }
    }

    @Test func `wait for whoever merges their person`() async throws {
        try await Self.withWorker { clinic in
            var steward = TransactionContext.acting(as: clinic.members.steward)
            steward.mayHaveSecondHand = true
            let refusal = try await clinic.test.database.write(steward) { session in
                try session.execute(Query(name: "lock", text: "SELECT person_id FROM person FOR UPDATE"))
                let other = try session.beside(.owning, timeout: .seconds(60)) { other in
                    try other.execute(Query(name: "patience", text: "SET LOCAL lock_timeout = 100"))
                    try other.execute(Query(name: "insert", text: Self.secondEmployment))
                }
                return #expect(throws: PostgresError.self) { try other.wait() }
            }
            #expect(refusal?.sqlState == .lockNotAvailable, "\(String(describing: refusal))")
            try await clinic.own(Self.secondEmployment)
        }
    }

    private static let secondEmployment = """
        INSERT INTO employment (person_id, employment_id, organisation_id, priority_cohort, recorded_by)
        SELECT person_id, gen_random_uuid(), created_for, 2, created_by FROM person
        """
}
