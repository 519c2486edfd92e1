import Foundation
import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

/// A form with the fields that most tests need.
private func form(
    _ given: String, _ family: String, born: String = "1985-07-14", reference: String = "", phone: String = "",
    email: String = ""
) -> WorkerForm {
    WorkerForm([
        .givenNames: given, .familyName: family, .birthDate: born, .employerReference: reference, .phone: phone,
        .email: email, .sex: "F",
    ])
}

@Suite struct `enrolling one worker` {
    @Test func `gives a temporary ID at once`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let outcome = try await test.runner().run(EnrolWorker(form("Maria", "Garcia")), as: members.manager)
            #expect(outcome.result == .enrolled)
            #expect(outcome.temporaryID != nil)
            #expect(try await caseStates(test) == ["enrolled"])
        }
    }

    @Test(arguments: Role.allCases)
    func `is for managers and administrators`(_ role: Role) async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let operation = EnrolWorker(form("Maria", "Garcia"), employer: members.employer.odsCode.canonical)
            do {
                _ = try await test.runner().run(operation, as: members[role])
                #expect([.manager, .administrator].contains(role))
            } catch let refusal as Refusal {
                #expect(refusal.code == .notPermitted)
                #expect(![.manager, .administrator].contains(role))
            }
            let expected = [Role.manager, .administrator].contains(role) ? 1 : 0
            #expect(try await people(test) == expected)
        }
    }

    @Test func `shows an employer of somebody else as absent`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let foreign = EnrolWorker(form("Maria", "Garcia"), employer: members.otherEmployer.odsCode.canonical)
            let unknown = EnrolWorker(form("Maria", "Garcia"), employer: "ZZZ99")
            let one = await #expect(throws: Refusal.self) { try await test.runner().run(foreign, as: members.manager) }
            let other = await #expect(throws: Refusal.self) {
                try await test.runner().run(unknown, as: members.manager)
            }
            #expect(one == other)
        }
    }

    @Test func `gives the same ID for the same reference of an employer`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let first = try await test.runner().run(
                EnrolWorker(form("Maria", "Garcia", reference: "77")), as: members.manager)
            let again = try await test.runner().run(
                EnrolWorker(form("Maria L", "Garcia-Lopez", reference: "77")), as: members.manager)
            #expect(again.result == .alreadyEnrolled)
            #expect(again.temporaryID == first.temporaryID)
            #expect(try await people(test) == 1)
        }
    }

    @Test func `gives one ID when one row is sent fifty times at once`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let runner = test.runner()
            let ids = try await withThrowingTaskGroup(of: TemporaryID?.self) { group in
                for number in 0..<50 {
                    group.addTask {
                        let operation = EnrolWorker(form("Maria", "Garcia"))
                        return try await runner.run(operation, as: members.manager, key: "key \(number)").temporaryID
                    }
                }
                return try await group.reduce(into: Set<TemporaryID?>()) { $0.insert($1) }
            }
            #expect(ids.count == 1 && !ids.contains(nil))
            #expect(try await people(test) == 1)
        }
    }

    @Test func `gives one ID when fifty people are sent under one reference at once`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let runner = test.runner()
            let ids = try await withThrowingTaskGroup(of: TemporaryID?.self) { group in
                for number in 0..<50 {
                    group.addTask {
                        let worker = form("Worker \(number)", "Garcia \(number)", reference: "1042")
                        return try await runner.run(EnrolWorker(worker), as: members.manager).temporaryID
                    }
                }
                return try await group.reduce(into: Set<TemporaryID?>()) { $0.insert($1) }
            }
            #expect(ids.count == 1 && !ids.contains(nil))
        }
    }

    @Test func `answers the same key with the first answer and refuses it for another request`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let operation = EnrolWorker(form("Maria", "Garcia"))
            let first = try await test.runner().run(operation, as: members.manager, key: "k")
            let again = try await test.runner().run(operation, as: members.manager, key: "k")
            #expect(again.result == .enrolled && again.temporaryID == first.temporaryID)
            let error = await #expect(throws: Refusal.self) {
                try await test.runner().run(EnrolWorker(form("Ana", "Garcia")), as: members.manager, key: "k")
            }
            #expect(error?.code == .keyUsedForAnotherRequest)
        }
    }

    @Test func `finds the worker of another employer and shows the same ID`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let worker = form("Maria Luisa", "Garcia", phone: "07700 900123", email: "maria@home.example")
            let first = try await test.runner().run(EnrolWorker(worker), as: members.manager)
            let other = try await test.runner().run(EnrolWorker(worker), as: members.otherManager)
            #expect(other.result == .knownPerson)
            #expect(other.temporaryID == first.temporaryID && first.temporaryID != nil)
            #expect(try await people(test) == 1)
        }
    }

    @Test(arguments: [
        (form("Maria", "Garcia"), form("Marta", "Garcia")),
        (form("Harpreet", "Kaur"), form("Harpreet", "Kaur", born: "1986-07-14")),
        (form("John", "Smith", phone: "07700900123"), form("John", "Smith", born: "1955-02-01", phone: "07700900123")),
    ])
    func `never takes twins, namesakes or relatives for one person`(_ one: WorkerForm, _ other: WorkerForm) async throws
    {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let first = try await test.runner().run(EnrolWorker(one), as: members.manager)
            let second = try await test.runner().run(EnrolWorker(other), as: members.otherManager)
            #expect(second.result == .enrolled)
            #expect(first.temporaryID != second.temporaryID)
        }
    }

    @Test func `opens a review and turns nobody away when the match is doubtful`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            _ = try await test.runner().run(EnrolWorker(form("Maria", "Garcia")), as: members.manager)
            let second = try await test.runner().run(EnrolWorker(form("Maria", "Garcia")), as: members.otherManager)
            #expect(second.result == .enrolled)
            #expect(try await number("SELECT count(*) AS n FROM review WHERE kind = 'duplicate'", test) == 1)
        }
    }

    @Test func `asks a steward when two people name one Scottish number`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            for name in ["Moira", "Ailsa"] {
                var worker = form(name, "Campbell")
                // A CHI number in its parts, so that no ten digits of a real person's stand here.
                worker[.nhsNumber] = "010190" + "0015"
                let outcome = try await test.runner().run(EnrolWorker(worker), as: members.manager)
                #expect(outcome.result == .enrolled)
            }
            #expect(try await number("SELECT count(*) AS n FROM identifier WHERE scheme = 'chi_number'", test) == 1)
            #expect(try await number("SELECT count(*) AS n FROM review WHERE kind = 'duplicate'", test) == 1)
        }
    }

    @Test func `refuses a date that could be read two ways and keeps an unreadable postcode`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let error = await #expect(throws: Refusal.self) {
                try await test.runner().run(
                    EnrolWorker(form("Maria", "Garcia", born: "03/04/1985")), as: members.manager)
            }
            #expect(error?.problems.map(\.field) == ["birth_date"])
            var worker = form("Maria", "Garcia")
            worker[.postcode] = "PLI4 9FDX"
            let outcome = try await test.runner().run(EnrolWorker(worker), as: members.manager)
            #expect(outcome.problems.map(\.severity) == [.warning])
            #expect(
                try await number("SELECT count(*) AS n FROM person_details WHERE postcode = 'PLI4 9FDX'", test) == 1)
        }
    }

    @Test func `leaves no trace of a rehearsal but the audit entry`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let outcome = try await test.runner().rehearse(EnrolWorker(form("Maria", "Garcia")), as: members.manager)
            #expect(outcome.result == .enrolled)
            #expect(try await people(test) == 0)
        }
    }

    @Test func `writes one audit entry for the person`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            _ = try await test.runner().run(EnrolWorker(form("Maria", "Garcia")), as: members.manager)
            let entries = try await number(
                """
                SELECT count(*) AS n FROM audit_entry AS a JOIN person AS p ON p.person_id = a.person_id
                WHERE a.action = 'enrol_worker' AND a.role = 'manager'
                """, test)
            #expect(entries == 1)
        }
    }
}

@Suite struct `enrolling somebody who has a number` {
    @Test func `needs no temporary ID, and the manager sees no number`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let worker = form("Maria Luisa", "Garcia", phone: "07700 900123", email: "maria@home.example")
            try await loadReference([("P1", "9990000018", worker)], test)
            let outcome = try await test.runner().run(EnrolWorker(worker), as: members.manager)
            #expect(outcome.result == .alreadyRegistered)
            #expect(outcome.temporaryID == nil)
            #expect(try await caseStates(test) == ["not_needed"])
            let seen = try await test.database.read(.acting(as: members.manager)) { session in
                try session.all(Query(name: "test", text: "SELECT value FROM identifier")) { _ in 1 }
            }
            #expect(seen.isEmpty)
        }
    }

    @Test func `opens a conflict when another person holds the number`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let worker = form("Maria Luisa", "Garcia", phone: "07700 900123", email: "maria@home.example")
            try await loadReference([("P1", "9990000018", worker)], test)
            let holder = try await test.runner().run(EnrolWorker(form("Somebody", "Else")), as: members.manager)
            try await execute(
                """
                INSERT INTO identifier (person_id, scheme, value, opened_by)
                SELECT person_id, 'nhs_number', '9990000018', created_by FROM person
                """, test)
            let outcome = try await test.runner().run(EnrolWorker(worker), as: members.manager)
            #expect(outcome.result == .enrolled && outcome.temporaryID != holder.temporaryID)
            #expect(try await number("SELECT count(*) AS n FROM review WHERE kind = 'conflict'", test) == 1)
        }
    }
}

// MARK: Looking at the database as its owner

private func execute(_ statement: String, _ test: TestDatabase) async throws {
    try await test.database.write(.owning) { try $0.execute(Query(name: "test", text: statement)) }
}

private func number(_ statement: String, _ test: TestDatabase) async throws -> Int? {
    try await test.database.read(.preparing) { session in
        try session.first(Query(name: "test", text: statement)) { try $0.value("n", as: Int.self) }
    }
}

private func people(_ test: TestDatabase) async throws -> Int? {
    try await number("SELECT count(*) AS n FROM person", test)
}

private func caseStates(_ test: TestDatabase) async throws -> [String] {
    try await test.database.read(.preparing) { session in
        try session.all(Query(name: "test", text: "SELECT state FROM case_current")) { try $0.value("state") }
    }
}

/// A reference of these patients, written as the owner: loading one is another operation's test.
private func loadReference(
    _ patients: [(id: String, number: String, form: WorkerForm)], _ test: TestDatabase
) async throws {
    let today = try CalendarDate(parsing: "2026-11-20")
    try await test.database.write(.owning) { session in
        let reference = ReferenceID()
        try session.execute(
            Query(
                name: "test",
                text: """
                    INSERT INTO reference_extract (reference_id, source, sha256, record_count, loaded_by)
                    SELECT $1::uuid, 'test', '', 1, account_id FROM account LIMIT 1
                    """), reference)
        for patient in patients {
            let details = WorkerEntry(patient.form, order: .isoOnly, today: today).details
            try session.execute(
                Query(
                    name: "test",
                    text: """
                        INSERT INTO reference_patient VALUES ($1::uuid, $2::text, $3::text, $4::text, '', $5::text,
                            '{}', $6::date, 'day', '2', '', '', '', $7::text, $8::text, 'B86001', false, false, '')
                        """),
                reference, patient.id, patient.number, details.givenNames, details.familyName,
                details.birthDate?.earliest, details.phone, details.email)
            try session.execute(
                Query(
                    name: "test",
                    text: "INSERT INTO reference_key SELECT $1::uuid, unnest($2::bigint[]), $3::text"),
                reference, PostgresArray(details.blockingKeys), patient.id)
        }
    }
}
