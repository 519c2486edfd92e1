import Operations
import Postgres
import Store
import TestDatabase
import Testing

@Suite struct `blocking keys of an older normaliser` {
    @Test func `are pending until migrate has added those of this program, and then everybody is found`()
        async throws
    {
        try await Clinic.with { clinic in
            let ada = try await clinic.enrol(.ada, reference: "A")
            try await clinic.loadReference(Made.ada.row(1), Made.ben.row(2))
            let keys = "SELECT count(*)::text AS text FROM"
            let made = try await clinic.texts("\(keys) person_key UNION ALL \(keys) reference_key")
            try await clinic.test.script(
                "UPDATE person_key SET key = key + 1; UPDATE reference_key SET key = key + 1; "
                    + "UPDATE matching_keys SET version = 1")
            let migrator = Migrator(clinic.test.database)
            let pending = try await migrator.pending()
            #expect(pending.count == 1)
            let ran = try await migrator.migrate()
            #expect(ran == pending)
            let again = try await migrator.migrate()
            #expect(again == [])
            // The older ones stay for the program before, until it is gone.
            let left = try await clinic.texts("\(keys) person_key UNION ALL \(keys) reference_key")
            #expect(left.compactMap { Int($0) } == made.compactMap { Int($0) }.map { $0 * 2 })
            try await clinic.reconcile()
            let numbers = try await clinic.numbers()
            #expect(numbers == ["\(Made.number(1)) \(ada.person)"])
            let form = WorkerForm([
                .givenNames: "Ada", .familyName: "Okafor", .birthDate: "1985-07-14", .phone: "07700900001",
                .sex: "F",
            ])
            let outcome = try await clinic.runner().run(EnrolWorker(form), as: clinic.members.manager)
            #expect(outcome.person == ada.person)
        }
    }
}
