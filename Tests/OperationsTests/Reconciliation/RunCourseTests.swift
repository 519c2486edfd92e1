import Dispatch
import Foundation
import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

@Suite struct `the course of a run` {
    @Test func `with everything for review gives nothing, and an ordinary one afterwards works`() async throws {
        try await Clinic.with { clinic in
            let ada = try await clinic.enrol(.ada, reference: "W1")
            let same = try await clinic.enrol(.ada, reference: "W2")
            try await clinic.loadReference(Made.ada.row(1), Made.cho.row(3))
            let runner = try clinic.runner()
            let report = try await Reconcile(database: clinic.test.database, runner: runner, mode: .reviewed)
                .run(as: clinic.members.steward)
            #expect(report.counts == RunCounts(traced: 2, reviews: 3))
            #expect(report.estimatedFalse == 0)
            let before = try await clinic.numbers()
            #expect(before == [])
            let waiting = try await clinic.openReviews()
            #expect(waiting == ["duplicate", "trace", "trace"])
            let ordinary = try await clinic.reconcile()
            #expect(ordinary.counts == RunCounts(traced: 2, numbered: 1, merged: 1))
            let numbers = try await clinic.numbers()
            #expect(numbers == ["\(Made.number(1)) \([ada, same].map(\.person)[0])"])
            let left = try await clinic.openReviews()
            #expect(left == [])
        }
    }

    @Test func `that died with everything for review is not finished by an ordinary one`() async throws {
        try await Clinic.with { clinic in
            try await clinic.enrol(.ada, reference: "W1")
            try await clinic.loadReference(Made.ada.row(1))
            let reviewed = Reconcile(
                database: clinic.test.database, runner: try clinic.runner(), mode: .reviewed)
            let first = try await reviewed.run(as: clinic.members.steward)
            try await clinic.test.script(
                "UPDATE reconcile_run SET finished_at = NULL, leased_until = now(); DELETE FROM trace")
            let ordinary = try await clinic.reconcile()
            #expect(ordinary.run != first.run)
            #expect(ordinary.counts.numbered == 1)
        }
    }

    @Test func `stops where more than half a decision is expected to be false, and says what to do`() async throws {
        try await Clinic.with { clinic in
            try await clinic.takeIntoUse(try Clinic.modelThatTellsNothing())
            try await clinic.enrol(.ada, reference: "W1")
            try await clinic.loadReference(Made.ada.row(1))
            let rehearsed = try await clinic.reconciliation.rehearse(as: clinic.members.steward)
            #expect(rehearsed.estimatedFalse > 0.5)
            let answer = await refusal { try await clinic.reconcile() }
            #expect(answer?.code == .conflict)
            #expect(answer?.sentence.contains("Nothing was applied") == true)
            #expect(answer?.sentence.contains("outreach reconcile --review-all") == true)
            let left = try await clinic.texts(
                """
                SELECT count(*)::text AS text FROM trace UNION ALL SELECT count(*)::text FROM review
                UNION ALL SELECT count(*)::text FROM identifier WHERE scheme = 'nhs_number'
                UNION ALL SELECT count(*)::text FROM reconcile_run WHERE finished_at IS NULL
                """)
            #expect(left == ["0", "0", "0", "0"])
            // What it says can be done.
            let reviewed = Reconcile(
                database: clinic.test.database, runner: try clinic.runner(), mode: .reviewed)
            let report = try await reviewed.run(as: clinic.members.steward)
            #expect(report.counts == RunCounts(traced: 1, reviews: 1))
        }
    }

    @Test(.timeLimit(.minutes(5)))
    func `keeps its lease while it writes, and whoever would stop it waits`() async throws {
        try await Clinic.with { clinic in
            let reference = try await clinic.loadReference(Made.ada.row(1)).reference
            let (database, context) = (clinic.test.database, TransactionContext.acting(as: clinic.members.steward))
            let lease = try await database.write(context) { try $0.addRun(reference: reference, model: "test") }
            let written = DispatchSemaphore(value: 0)
            async let holding = database.write(context) { session in
                let isHeld = try session.hold(lease)
                // For longer than both of those below, if they had to wait.
                _ = written.wait(timeout: .now() + 240)
                return isHeld
            }
            try await until(
                "SELECT 'yes' AS text FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ShareLock' AND granted",
                in: clinic)
            let brief = TransactionContext.acting(as: clinic.members.steward, timeout: .seconds(2))
            let isRenewed = try await database.write(brief) { try $0.renew(lease) }
            #expect(isRenewed)
            await #expect(throws: PostgresError.self) { try await database.write(brief) { try $0.lockRuns() } }
            await #expect(throws: PostgresError.self) {
                try await database.write(brief) { _ = try $0.isUndone(lease.run) }
            }
            written.signal()
            let isHeld = try await holding
            #expect(isHeld)
        }
    }

    @Test func `leaves out whom a change of the reference concerns meanwhile`() async throws {
        try await Clinic.with { clinic in
            try await clinic.enrol(.ada, reference: "W1")
            let ben = try await clinic.enrol(.ben, reference: "W2")
            try await clinic.loadReference(Made.ada.row(1), Made.ben.row(2))
            try await HeldTable.with("reference_patient", of: clinic.test) { held in
                async let running = clinic.reconcile()
                try await until(Self.waits, in: clinic)
                held.letGo(
                    after: "UPDATE reference_patient SET nhs_number = '\(Made.number(7))' WHERE record_id = 'P1'")
                let report = try await running
                #expect(report.counts == RunCounts(traced: 1, numbered: 1))
            }
            let numbers = try await clinic.numbers()
            #expect(numbers == ["\(Made.number(2)) \(ben.person)"])
            // A file of changes would have packed the record anew.
            try await clinic.test.script("UPDATE reference_patient SET match_version = NULL")
            _ = try await Migrator(clinic.test.database).migrate()
            let next = try await clinic.reconcile()
            #expect(next.counts == RunCounts(traced: 1, numbered: 1))
            let both = try await clinic.numbers()
            #expect(both.map { String($0.prefix(10)) } == [Made.number(2), Made.number(7)])
        }
    }

    @Test func `keeps to the reference that it began with when another one is loaded`() async throws {
        try await Clinic.with { clinic in
            let ada = try await clinic.enrol(.ada, reference: "W1")
            let ben = try await clinic.enrol(.ben, reference: "W2")
            let first = try await clinic.loadReference(Made.ada.row(1))
            try await HeldTable.with("person_merge", of: clinic.test) { held in
                async let running = clinic.reconcile()
                try await until(Self.waits, in: clinic)
                try await clinic.loadReference(Made.ada.row(1), Made.ben.row(2))
                held.letGo()
                let report = try await running
                #expect(report.counts == RunCounts(traced: 2, numbered: 1))
                let read = try await clinic.texts("SELECT reference_id::text AS text FROM reconcile_run")
                #expect(read == [first.reference.description])
            }
            let next = try await clinic.reconcile()
            #expect(next.counts == RunCounts(traced: 1, numbered: 1))
            let numbers = try await clinic.numbers()
            #expect(numbers == ["\(Made.number(1)) \(ada.person)", "\(Made.number(2)) \(ben.person)"])
        }
    }

    @Test func `stands in the audit trail step by step, with nobody's name or number`() async throws {
        try await Clinic.with { clinic in
            try await clinic.enrol(.ada, reference: "W1")
            try await clinic.loadReference(Made.ada.row(1))
            let run = try #require(try await clinic.reconcile().run)
            let steward = clinic.members.steward
            _ = try await clinic.runner().run(ListDecisions(run), as: steward)
            _ = try await clinic.runner().run(ShowRunGroups(run), as: steward)
            _ = try await clinic.runner().run(UndoReconciliation(run), as: steward)
            let actions = try await clinic.texts(
                "SELECT DISTINCT action AS text FROM audit_entry WHERE details ->> 'run' = '\(run)' ORDER BY 1")
            #expect(
                actions == [
                    "find_conflicts", "finish_reconciliation", "list_decisions", "reconcile_people", "show_run_groups",
                    "start_reconciliation", "undo_reconciliation", "undo_reconciliation_of_person",
                ])
            let details = try await clinic.texts("SELECT string_agg(details::text, ' ') AS text FROM audit_entry")
            for text in ["Okafor", "Ada", Made.number(1), Made.ada.phone, Made.ada.born] {
                #expect(!details[0].contains(text))
            }
        }
    }

    /// Somebody waits for a lock.
    private static let waits =
        "SELECT 'yes' AS text FROM pg_locks AS l JOIN pg_database AS d ON d.oid = l.database "
        + "WHERE NOT l.granted AND d.datname = current_database()"
}
