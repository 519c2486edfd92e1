import Foundation
import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

/// A database with members of every role and workers to vaccinate, on 20 November 2026 at noon.
struct Clinic: Sendable {
    let test: TestDatabase
    let members: Members

    static let today = "2026-11-20"

    static func with(_ body: (Clinic) async throws -> Void) async throws {
        try await TestDatabase.with { test in
            try await body(Clinic(test: test, members: try await Members.make(in: test)))
        }
    }

    /// A worker as enrolled by an employer.
    struct Worker: Sendable {
        let person: PersonID
        let id: TemporaryID

        var card: String { id.formatted }
    }

    /// Runs operations at noon of a day.
    func runner(on day: String = today, hour: Int = 12, minute: Int = 0) throws -> OperationRunner {
        test.runner(now: try Self.instant(day, hour, minute))
    }

    static func instant(_ day: String, _ hour: Int, _ minute: Int = 0) throws -> Date {
        let day = try CalendarDate(parsing: day)
        return Date(timeIntervalSince1970: Double(day.dayNumber * 86_400 + hour * 3_600 + minute * 60))
    }

    /// Enrols a worker by the store alone, as `members.manager` or another manager.
    @discardableResult
    func enrol(
        family: String = "Okafor", given: String = "Ada", born: String = "1985-07-14", by manager: Membership? = nil,
        state: RegistrationCase.State = .enrolled
    ) async throws -> Worker {
        let manager = manager ?? members.manager
        var details = PersonDetails()
        (details.familyName, details.givenNames) = (family, given)
        details.birthDate = try BirthDate(parsing: born)
        details.sex = .female
        let described = details
        let due = try CalendarDate(parsing: "2026-11-24")
        return try await test.database.write(.acting(as: manager)) { session in
            var generator = SystemRandomNumberGenerator()
            let worker = Worker(person: PersonID(), id: try session.drawTemporaryIDs(1, using: &generator)[0])
            try session.addPeople([worker.person])
            try session.add([
                NewEmployment(
                    person: worker.person, id: EmploymentID(), employer: manager.organisation, employerReference: nil,
                    jobRole: "carer", cohort: .careHomes, startedOn: nil)
            ])
            try session.addDetails([(id: worker.person, version: 1, details: described)], reason: "enrolled")
            try session.open([NewIdentifier(worker.id, for: worker.person)])
            try session.open([
                NewCase(person: worker.person, employer: manager.organisation, state: state, dueOn: due)
            ])
            return worker
        }
    }

    /// Runs a statement as the owner of the schema.
    func own(_ statement: String, _ ids: PersonID..., and text: String? = nil) async throws {
        try await test.database.write(.owning) { session in
            switch ids.count {
            case 0: try session.execute(Query(name: "test", text: statement))
            case 1 where text == nil: try session.execute(Query(name: "test", text: statement), ids[0])
            case 1: try session.execute(Query(name: "test", text: statement), ids[0], text)
            default: try session.execute(Query(name: "test", text: statement), ids[0], ids[1])
            }
        }
    }

    /// Texts that a query answers, seen by the owner of the schema.
    func texts(_ query: String) async throws -> [String] {
        try await test.database.read(.owning) { session in
            try session.all(Query(name: "test", text: query)) { try $0.optional("text") ?? "NULL" }
        }
    }

    /// Links the second person to the first.
    func merge(_ golden: Worker, _ other: Worker) async throws {
        try await own(
            """
            INSERT INTO person_merge (person_id, merge_id, other_person_id, rule, opened_by, reason)
            SELECT least($1::uuid, $2::uuid), gen_random_uuid(), greatest($1::uuid, $2::uuid), 'test', account_id, 'test'
            FROM account WHERE sign_in = 'operator'
            """, golden.person, other.person)
        try await own(
            """
            WITH marked AS (UPDATE person SET merged = true WHERE person_id = $2::uuid RETURNING person_id)
            INSERT INTO person_link (person_id, link_id, golden_person_id, merge_id)
            SELECT marked.person_id, gen_random_uuid(), $1::uuid, m.merge_id FROM marked, person_merge AS m
            """, golden.person, other.person)
    }

    func assignNumber(_ number: String, to worker: Worker) async throws {
        try await own(
            """
            INSERT INTO identifier (person_id, scheme, value, opened_by)
            SELECT $1::uuid, 'nhs_number', $2::text, account_id FROM account WHERE sign_in = 'operator'
            """, worker.person, and: number)
    }

    /// Gives a worker's ID another state.
    func mark(_ worker: Worker, _ state: String) async throws {
        try await own(
            """
            UPDATE identifier SET state = $2::text,
                closed_at = CASE WHEN $2::text <> 'reserved' THEN now() END,
                closed_by = CASE WHEN $2::text <> 'reserved' THEN opened_by END,
                close_reason = CASE WHEN $2::text <> 'reserved' THEN 'lost' END,
                replaced_by = CASE WHEN $2::text = 'replaced' THEN value END
            WHERE person_id = $1::uuid AND scheme = 'temporary_id'
            """, worker.person, and: state)
    }

    /// Records a dose by the vaccinator of the first site.
    @discardableResult
    func record(
        _ worker: Worker, _ dose: DoseForm, on day: String = today, by member: Membership? = nil
    ) async throws -> RecordVaccination.Outcome {
        try await runner(on: day).run(
            RecordVaccination(.temporaryID(worker.card), dose), as: member ?? members.vaccinator)
    }
}

/// What a refused operation said.
func refusal(_ body: () async throws -> some Sendable) async -> Refusal? {
    do {
        _ = try await body()
        return nil
    } catch let refusal as Refusal {
        return refusal
    } catch {
        Issue.record(error)
        return nil
    }
}
