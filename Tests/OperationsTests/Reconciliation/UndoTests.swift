import Operations
import OutreachCore
import Store
import TestDatabase
import Testing

@Suite struct `taking a run back` {
    @Test func `closes its numbers and merges, moves cases back and asks messages back`() async throws {
        try await Clinic.with { clinic in
            let ada = try await clinic.enrol(.ada, reference: "W1")
            let twin = try await clinic.enrol(.ada, reference: "W2")
            try await clinic.record(ada, DoseForm(product: "Comirnaty"), on: "2026-09-01")
            try await clinic.loadReference(Made.ada.row(1))
            let report = try await clinic.reconcile()
            let run = try #require(report.run)
            // What happened since does not stand in the way.
            try await clinic.record(twin, DoseForm(product: "Comirnaty"))

            let outcome = try await clinic.runner().run(UndoReconciliation(run), as: clinic.members.steward)
            #expect([outcome.numbers, outcome.merges, outcome.reviews] == [1, 1, 0])
            let numbers = try await clinic.numbers()
            #expect(numbers.isEmpty)
            let states = try await clinic.texts("SELECT state AS text FROM case_current")
            #expect(states == ["enrolled", "enrolled"])
            let messages = try await clinic.texts(
                """
                SELECT string_agg(action || ' ' || state, ', ' ORDER BY place) AS text
                FROM notification WHERE recipient = 'practice' GROUP BY person_id
                """)
            #expect(messages == Array(repeating: "new queued, delete queued, new held", count: 2))
            for (worker, doses) in [(ada, 1), (twin, 1)] {
                let history = try await clinic.history(of: worker)
                #expect(history.members == [worker.person])
                #expect(history.entries[.vaccination]?.count == doses)
            }
            let again = await refusal {
                try await clinic.runner().run(UndoReconciliation(run), as: clinic.members.steward)
            }
            #expect(again?.code == .conflict)
        }
    }

    @Test func `leaves what somebody changed since, and the next run may do it again`() async throws {
        try await Clinic.with { clinic in
            let ada = try await clinic.enrol(.ada, reference: "W1")
            let twin = try await clinic.enrol(.ada, reference: "W2")
            let third = try await clinic.enrol(.cho, reference: "W3")
            try await clinic.loadReference(Made.ada.row(1))
            let first = try await clinic.reconcile()
            try await clinic.mergePeople(twin, third)
            let run = try #require(first.run)
            _ = try await clinic.runner().run(UndoReconciliation(run), as: clinic.members.steward)
            let history = try await clinic.history(of: third)
            #expect(Set(history.members) == [twin.person, third.person])
            try await clinic.unmergePeople(twin, third)
            let second = try await clinic.reconcile()
            #expect(second.counts.merged == 1)
            let numbers = try await clinic.numbers()
            #expect(numbers == ["\(Made.number(1)) \(ada.person)"])
        }
    }
}
