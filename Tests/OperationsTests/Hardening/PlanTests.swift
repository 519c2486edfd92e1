import Foundation
import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

/// Tables that grow with the register, and are never read from end to end while somebody waits.
private func readsLargeTableWhole(_ statement: String) -> Bool {
    statement.contains(/Seq Scan on (person|identifier|person_key|employment|vaccination_version)(?!\w)/)
}

@Suite struct `on a register of 20,000 people` {
    @Test func `what people wait for is found by index`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let (worker, dose) = try await Self.fill(test, members)
            let log = try await PlanLog(of: test)
            var configuration = Database.Configuration(url: test.url)
            configuration.transactionTimeout = .seconds(60)
            let database = Database(configuration)
            let runner = OperationRunner(database: database, now: { .now })

            _ = try await runner.run(CheckTemporaryID(worker.canonical), as: members.vaccinator)
            let find = FindPerson(familyName: "Garcia", givenNames: "Maria", birthDate: "1985-07-14")
            for member in [members.vaccinator, members.manager] {
                let found = try await runner.run(find, as: member)
                #expect(found.candidates.count == 1)
            }
            let form = WorkerForm([.familyName: "Okafor", .givenNames: "Chidi", .birthDate: "1990-01-01"])
            _ = try await runner.run(EnrolWorker(form), as: members.manager, key: "key")
            let second = DoseForm(product: "Comirnaty", givenAt: "2026-06-01", batch: "FF2589")
            _ = try await runner.run(
                RecordVaccination(.temporaryID(worker.canonical), second), as: members.vaccinator)
            let amended = DoseForm(batch: "FF2590")
            _ = try await runner.run(AmendVaccination(dose, amended, reason: "misread"), as: members.vaccinator)
            let cases = try await runner.run(ListCases(), as: members.manager)
            #expect(cases.count == 2)
            _ = try await runner.run(
                MoveCase(worker.canonical, .confirmDetails, evidence: "seen"), as: members.registrar)
            await database.close()

            let statements = try log.statements()
            #expect(statements.count > 50)
            // A worklist asks the policies about the cases of one employer, not about all.
            #expect(statements.count < 2_000, "\(statements.count)")
            for statement in statements where readsLargeTableWhole(statement) {
                Issue.record("\(statement)")
            }
            for index in [
                "temporary_id_is_unique", "person_key_finds_people", "employer_reference_is_unique",
                "vaccination_is_versioned", "person_details_are_versioned",
            ] {
                #expect(statements.contains { $0.contains(index) }, "\(index)")
            }
        }
    }

    @Test func `held messages and a whole group are found by index`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            _ = try await Self.fill(test, members)
            let person = "md5('person77')::uuid"
            let queries = [
                "SELECT notification_id FROM notification WHERE person_id = \(person) AND state = 'held'":
                    "notification_waits",
                "SELECT person_id FROM person_link WHERE golden_person_id = \(person) AND closed_at IS NULL":
                    "link_is_found_from_the_golden_person",
            ]
            for (query, index) in queries {
                let plan = try await test.database.read(.superuser) { session in
                    try session.executeScript("SET LOCAL enable_seqscan = off")
                    return try session.all(Query(name: "test", text: "EXPLAIN \(query)")) { row in
                        try row.value("\"QUERY PLAN\"", as: String.self)
                    }.joined()
                }
                #expect(plan.contains(index), "\(plan)")
            }
        }
    }

    @Test func `merges are found by person where there were none when the tables were analysed`() async throws {
        try await TestDatabase.with { test in
            let text = try Query.query("merge/list_components").text
            let plan = try await test.database.read(.superuser) { session in
                // As in the transactions of a run. Every partial index looks as good to the planner then, and one that is
                // sorted by another person was read from end to end for each.
                try session.executeScript("ANALYZE person_merge, person_link; SET LOCAL enable_seqscan = off")
                let asked = text.replacing("$1::uuid[]", with: "ARRAY[md5('one')::uuid]")
                return try session.all(Query(name: "test", text: "EXPLAIN \(asked)")) { row in
                    try row.value("\"QUERY PLAN\"", as: String.self)
                }.joined(separator: "\n")
            }
            for index in ["merge_has_an_id on person_merge own", "link_has_an_id on person_link link"] {
                #expect(plan.contains(index), "\(plan)")
            }
        }
    }

    /// Fills the register, and adds one worker of the member's employer with a dose, who can be found.
    private static func fill(
        _ test: TestDatabase, _ members: Members
    ) async throws -> (worker: TemporaryID, dose: String) {
        try await Crowd.fill(
            test, employer: members.employer.id.description, site: members.site.id.description,
            account: members.manager.account.description)
        let form = WorkerForm([.familyName: "Garcia", .givenNames: "Maria", .birthDate: "1985-07-14"])
        let enrolled = try await test.runner().run(EnrolWorker(form), as: members.manager, key: "first")
        guard let id = enrolled.temporaryID else { throw PostgresError(.undecodable) }
        let dose = DoseForm(product: "Comirnaty", givenAt: "2026-01-10", batch: "FF2589")
        let recorded = try await test.runner().run(
            RecordVaccination(.temporaryID(id.canonical), dose), as: members.vaccinator)
        return (id, recorded.vaccinationID.description)
    }
}
