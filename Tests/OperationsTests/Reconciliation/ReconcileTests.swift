import Foundation
import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

@Suite struct `reconciling` {
    @Test func `gives the number, moves the case, sends what was held, and says so once`() async throws {
        try await Clinic.with { clinic in
            let ada = try await clinic.enrol(.ada, reference: "W1")
            try await clinic.enrol(.ben, reference: "W2")
            try await clinic.record(ada, DoseForm(product: "Comirnaty"))
            try await clinic.loadReference(Made.ada.row(1), Made.cho.row(3))
            let report = try await clinic.reconcile()
            #expect(report.counts == RunCounts(traced: 2, numbered: 1))
            #expect(report.found.map(\.employerReference) == ["W1"])
            #expect(report.found.map(\.record) == ["P1"])
            let numbers = try await clinic.numbers()
            #expect(numbers == ["\(Made.number(1)) \(ada.person)"])
            let states = try await clinic.texts("SELECT state AS text FROM case_current ORDER BY state")
            #expect(states == ["enrolled", "gp_seen"])
            let messages = try await clinic.texts(
                "SELECT DISTINCT state || ' ' || nhs_number AS text FROM notification")
            #expect(messages == ["queued \(Made.number(1))"])
            let entries = try await clinic.texts(
                "SELECT count(*)::text AS text FROM audit_entry WHERE action = 'reconcile_people'")
            #expect(entries == ["2"])
        }
    }

    @Test func `a second time changes nothing and reports the same`() async throws {
        try await Clinic.with { clinic in
            try await clinic.enrol(.ada, reference: "W1")
            try await clinic.enrol(.ben, reference: "W2")
            try await clinic.loadReference(Made.ada.row(1), Made.ben.row(2, deceased: true))
            let rehearsed = try await clinic.reconciliation.rehearse(as: clinic.members.steward)
            let before = try await clinic.numbers()
            #expect(before.isEmpty)
            let first = try await clinic.reconcile()
            let second = try await clinic.reconcile()
            #expect(rehearsed.found == first.found)
            #expect(rehearsed.counts == first.counts)
            #expect(second.found == first.found)
            #expect(first.foundCount == first.found.count)
            #expect(second.foundCount == second.found.count)
            // Nothing has happened to whoever still waits.
            #expect(second.counts == RunCounts())
            let reviews = try await clinic.openReviews()
            #expect(reviews == ["trace"])
        }
    }

    @Test func `merges certain duplicates first and gives the golden one the number`() async throws {
        try await Clinic.with { clinic in
            let first = try await clinic.enrol(.ada, reference: "W1")
            try await clinic.enrol(.ada, reference: "W2")
            try await clinic.loadReference(Made.ada.row(1))
            let report = try await clinic.reconcile()
            #expect(report.counts == RunCounts(traced: 2, numbered: 1, merged: 1))
            #expect(report.found.map(\.employerReference) == ["W1", "W2"])
            let numbers = try await clinic.numbers()
            #expect(numbers == ["\(Made.number(1)) \(first.person)"])
        }
    }

    @Test func `a number found during a wrong merge is nobody else's once the merge is taken back`() async throws {
        try await Clinic.with { clinic in
            let other = try await clinic.enrol(.ben, reference: "W1")
            let ada = try await clinic.enrol(.ada, reference: "W2")
            try await clinic.mergePeople(other, ada)
            try await clinic.loadReference(Made.ada.row(1))
            try await clinic.reconcile()
            try await clinic.unmergePeople(other, ada)
            let numbers = try await clinic.numbers()
            #expect(numbers == ["\(Made.number(1)) \(ada.person)"])
        }
    }

    @Test func `never gives a number that another live person holds`() async throws {
        try await Clinic.with { clinic in
            let holder = try await clinic.enrol(.cho, reference: "W1")
            try await clinic.assignNumber(Made.number(1), to: holder)
            try await clinic.enrol(.ada, reference: "W2")
            try await clinic.loadReference(Made.ada.row(1))
            let report = try await clinic.reconcile()
            #expect(report.counts == RunCounts(traced: 1, reviews: 1))
            let others = try await clinic.texts(
                "SELECT other_person_id::text AS text FROM review WHERE kind = 'conflict'")
            #expect(others == [holder.person.description])
        }
    }

    @Test func `leaves those apart whom a steward took apart`() async throws {
        try await Clinic.with { clinic in
            let one = try await clinic.enrol(.ada, reference: "W1")
            let other = try await clinic.enrol(.ada, reference: "W2")
            try await clinic.loadReference(Made.ada.row(1))
            try await clinic.mergePeople(one, other)
            try await clinic.unmergePeople(one, other)
            let report = try await clinic.reconcile()
            #expect(report.counts.merged == 0)
            #expect(report.counts.numbered == 0)
            let reviews = try await clinic.openReviews()
            #expect(reviews == ["conflict", "conflict"])
        }
    }

    @Test func `leaves out whose enrolment was undone`() async throws {
        try await Clinic.with { clinic in
            try await clinic.enrol(.ada, reference: "W1", withdrawn: true)
            try await clinic.enrol(.ada, reference: "W2")
            try await clinic.loadReference(Made.ada.row(1))
            let report = try await clinic.reconcile()
            #expect(report.counts == RunCounts(traced: 1, numbered: 1))
        }
    }

    @Test func `needs a reference`() async throws {
        try await Clinic.with { clinic in
            let answer = await refusal { try await clinic.reconcile() }
            #expect(answer?.code == .notFound)
        }
    }

    @Test func `a number that is not a duplicate's is a steward's, and neither merged nor given`() async throws {
        try await Clinic.with { clinic in
            let first = try await clinic.enrol(.ada, reference: "W1")
            try await clinic.loadReference(Made.ada.row(1), Made.ben.row(2))
            try await clinic.reconcile()
            _ = try await clinic.runner().run(
                CloseNumber(try NHSNumber(parsing: Made.number(1)), reason: "a namesake's"), as: clinic.members.steward)
            let second = try await clinic.enrol(.ada, reference: "W2")
            let report = try await clinic.reconcile()
            #expect(report.counts.numbered == 0)
            #expect(report.counts.merged == 0)
            let numbers = try await clinic.numbers()
            #expect(numbers == [])
            let reviews = try await clinic.texts(
                """
                SELECT kind || ' ' || coalesce(conflict, '') || ' ' || person_id || ' ' || other_person_id AS text
                FROM review WHERE closed_at IS NULL ORDER BY kind
                """)
            let pair = [first.person, second.person].sorted()
            #expect(
                reviews == [
                    "conflict number_shared \(second.person) \(first.person)", "duplicate  \(pair[0]) \(pair[1])",
                ])
        }
    }

    @Test func `waits for another run and then has nothing left to do`() async throws {
        try await Clinic.with { clinic in
            // Phones one digit apart would be slips of one another.
            let made = (0..<40).map { index in
                Made(
                    given: "Ada\(index)", family: "Okafor\(index)", phone: "077\(10_000_000 + index * 1_234_567)")
            }
            for index in 0..<40 { try await clinic.enrol(made[index], reference: "W\(index)") }
            _ = try await clinic.loadReference(
                lines: [Clinic.header] + made.indices.map { made[$0].row($0) })
            async let one = clinic.reconcile()
            async let other = clinic.reconcile()
            let reports = try await [one, other]
            #expect(reports.map(\.counts.numbered).sorted() == [0, 40])
            #expect(reports[0].found == reports[1].found)
            let numbers = try await clinic.numbers()
            #expect(numbers.count == 40)
        }
    }

    @Test func `shuts out a process whose run was taken over`() async throws {
        try await Clinic.with { clinic in
            try await clinic.enrol(.ada, reference: "W1")
            try await clinic.loadReference(Made.ada.row(1))
            let steward = clinic.members.steward
            let stale = try await clinic.test.database.write(.acting(as: steward)) { session in
                guard let reference = try session.activeReference() else { throw Refusal.notFound("reference") }
                return try session.addRun(reference: reference.id, model: "another-model")
            }
            try await clinic.own("UPDATE reconcile_run SET leased_until = now()")
            let report = try await clinic.reconcile()
            #expect(report.run != stale.run)
            let isAlive = try await clinic.test.database.write(.acting(as: steward)) { try $0.renew(stale) }
            #expect(!isAlive)
            let abandoned = try await clinic.texts(
                "SELECT run_id::text AS text FROM reconcile_run WHERE abandoned_at IS NOT NULL")
            #expect(abandoned == [stale.run.description])
        }
    }
}
