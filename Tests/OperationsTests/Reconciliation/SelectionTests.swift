import Foundation
import Linkage
import Operations
import OutreachCore
import Store
import TestDatabase
import Testing

@Suite struct `a run over what has changed` {
    /// Random changes of people, patients, numbers and declarations; after each of them a run over what has changed must
    /// plan what a run over everybody would.
    @Test(.timeLimit(.minutes(10)), arguments: [1, 2, 3, 4, 5, 6])
    func `does what a run over everybody would`(seed: UInt64) async throws {
        try await Clinic.with { clinic in
            var borough = Borough(seed: seed, clinic)
            try await borough.settle()
            try await clinic.reconcileAnHourLater()
            var selected = 0
            for round in 1...14 {
                let event = try await borough.event()
                let part = try await clinic.reconciliation.rehearse(as: clinic.members.steward)
                let whole = try await clinic.whole.rehearse(as: clinic.members.steward)
                #expect(part.found == whole.found, "round \(round), \(event)")
                #expect(part.counts.numbered == whole.counts.numbered, "round \(round), \(event)")
                #expect(part.counts.merged == whole.counts.merged, "round \(round), \(event)")
                #expect(part.counts.reviews == whole.counts.reviews, "round \(round), \(event)")
                selected += part.counts.traced < whole.counts.traced ? 1 : 0
                let done = try await clinic.reconcileAnHourLater()
                #expect(done.counts.numbered == part.counts.numbered, "round \(round), \(event)")
                #expect(done.counts.merged == part.counts.merged, "round \(round), \(event)")
                #expect(done.foundCount == done.found.count, "round \(round), \(event)")
                #expect(done.counts.reviews == part.counts.reviews, "round \(round), \(event)")
            }
            #expect(selected > 3, "so many of the runs were over a part")
        }
    }

    @Test func `compares nobody where nothing has happened, and everybody who is asked for`() async throws {
        try await Clinic.with { clinic in
            var borough = Borough(seed: 7, clinic)
            try await borough.settle()
            let first = try await clinic.reconcileAnHourLater()
            let second = try await clinic.reconcileAnHourLater()
            let third = try await clinic.whole.run(as: clinic.members.steward)
            #expect(first.counts.numbered > 0)
            #expect(second.counts == RunCounts())
            #expect(third.counts.traced > 30)
            #expect(third.counts == RunCounts(traced: third.counts.traced))
            let scopes = try await clinic.texts("SELECT scope AS text FROM reconcile_run ORDER BY started_at")
            #expect(scopes == ["everybody", "changed", "everybody"])
            let censuses = try await clinic.texts("SELECT run_id::text AS text FROM run_census")
            #expect(censuses == [third.run?.description])
        }
    }

    @Test func `does not build on a run about some people only`() async throws {
        try await Clinic.with { clinic in
            let ada = try await clinic.enrol(.ada, reference: "W1")
            try await clinic.crowd()
            try await clinic.loadReference(Made.ben.row(2))
            try await clinic.reconcileAnHourLater()
            try await clinic.loadChanges(Made.ada.row(1) + ",0")
            let other = try await clinic.enrol(.cho, reference: "W2")
            _ = try await clinic.reconciliation.run(as: clinic.members.steward, only: [other.person])
            let before = try await clinic.numbers()
            #expect(before == [])
            try await clinic.reconcileAnHourLater()
            let numbers = try await clinic.numbers()
            #expect(numbers == ["\(Made.number(1)) \(ada.person)"])
        }
    }

    @Test func `does not build on a run that was taken back`() async throws {
        try await Clinic.with { clinic in
            try await clinic.enrol(.ada, reference: "W1")
            try await clinic.crowd()
            try await clinic.loadReference(Made.ben.row(2))
            try await clinic.reconcileAnHourLater()
            try await clinic.loadChanges(Made.ada.row(1, deceased: true) + ",0")
            let run = try #require(try await clinic.reconcileAnHourLater().run)
            let reviews = try await clinic.openReviews()
            #expect(reviews == ["trace"])
            _ = try await clinic.runner().run(UndoReconciliation(run), as: clinic.members.steward)
            let none = try await clinic.openReviews()
            #expect(none == [])
            try await clinic.reconcileAnHourLater()
            let again = try await clinic.openReviews()
            #expect(again == ["trace"])
        }
    }

    @Test func `joins whose declaration was withdrawn`() async throws {
        try await Clinic.with { clinic in
            let (one, other) = (
                try await clinic.enrol(.ada, reference: "W1"), try await clinic.enrol(.ada, reference: "W2")
            )
            try await clinic.crowd()
            try await clinic.loadReference(Made.ben.row(2))
            let exclusion = try await clinic.runner().run(
                DeclareExclusion(.person(one.person), isNot: .person(.person(other.person)), reason: "two"),
                as: clinic.members.steward
            ).exclusion
            let apart = try await clinic.reconcileAnHourLater()
            #expect(apart.counts.merged == 0)
            _ = try await clinic.runner().run(
                WithdrawExclusion(exclusion, reason: "one after all"), as: clinic.members.steward)
            let report = try await clinic.reconcileAnHourLater()
            #expect(report.counts.merged == 1)
        }
    }

    @Test func `sees who was free of a merge, and has become a patient while merged`() async throws {
        try await Clinic.with { clinic in
            let ada = try await clinic.enrol(.ada, reference: "W1")
            let ben = try await clinic.enrol(.ben, reference: "W2")
            try await clinic.crowd()
            try await clinic.loadReference(Made.ben.row(2))
            try await clinic.reconcileAnHourLater()
            let merge = try await clinic.mergePeople(ada, ben).merge
            try await clinic.loadChanges(Made.ada.row(1) + ",0")
            try await clinic.reconcileAnHourLater()
            _ = try await clinic.runner().run(UnmergePeople(.merge(merge), reason: "two"), as: clinic.members.steward)
            let report = try await clinic.reconcileAnHourLater()
            #expect(report.counts.numbered == 1)
            let numbers = try await clinic.numbers()
            #expect(numbers.contains("\(Made.number(1)) \(ada.person)"))
        }
    }

    @Test func `gives a number that somebody lost to whom it was a conflict`() async throws {
        try await Clinic.with { clinic in
            let one = try await clinic.enrol(.ada, reference: "W1")
            try await clinic.crowd()
            try await clinic.loadReference(Made.ada.row(1))
            try await clinic.reconcileAnHourLater()
            let other = try await clinic.enrol(.ada, reference: "W2")
            _ = try await clinic.runner().run(
                DeclareExclusion(.person(one.person), isNot: .person(.person(other.person)), reason: "two"),
                as: clinic.members.steward)
            try await clinic.reconcileAnHourLater()
            let conflict = try await clinic.texts(
                "SELECT conflict || ' ' || person_id AS text FROM review WHERE closed_at IS NULL AND kind = 'conflict'")
            #expect(conflict == ["number_held \(other.person)"])
            _ = try await clinic.runner().run(
                CloseNumber(try NHSNumber(parsing: Made.number(1)), reason: "wrong"), as: clinic.members.steward)
            try await clinic.reconcileAnHourLater()
            let numbers = try await clinic.numbers()
            #expect(numbers == ["\(Made.number(1)) \(other.person)"])
        }
    }

    @Test func `takes the whole group of whoever is a duplicate of somebody new`() async throws {
        try await Clinic.with { clinic in
            let ada = try await clinic.enrol(.ada, reference: "W1")
            let married = try await clinic.enrol(.cho, reference: "W2")
            try await clinic.crowd()
            try await clinic.loadReference(Made.ben.row(2))
            try await clinic.mergePeople(ada, married)
            try await clinic.reconcileAnHourLater()
            let again = try await clinic.enrol(.ada, reference: "W3")
            let report = try await clinic.reconcileAnHourLater()
            #expect(report.counts.merged == 1)
            let history = try await clinic.history(of: again)
            #expect(history.entries[.person]?.count == 3)
        }
    }

    @Test func `numbers a group of which one enrolment was undone`() async throws {
        try await Clinic.with { clinic in
            let ada = try await clinic.enrol(.ada, reference: "W1")
            let undone = try await clinic.enrol(.cho, reference: "W2", withdrawn: true)
            try await clinic.crowd()
            try await clinic.loadReference(Made.ben.row(2))
            try await clinic.mergePeople(ada, undone)
            try await clinic.reconcileAnHourLater()
            try await clinic.loadChanges(Made.ada.row(1) + ",0")
            let report = try await clinic.reconcileAnHourLater()
            #expect(report.counts.traced == 2)
            let numbers = try await clinic.numbers()
            #expect(numbers == ["\(Made.number(1)) \(ada.person)"])
        }
    }

    @Test func `reads from a census what was counted, and nothing from other bytes`() throws {
        let records = (0..<50).map { index in
            Normaliser.normalise(
                LinkageRecord(id: "\(index)", givenNames: "Ada \(index)", familyName: "Okafor", postcode: "LS1 4AB"))
        }
        let table = RecordTable(records)
        let census = PairedCensus(queries: ListCensus(table), references: NameFrequencies(records))
        let bytes = census.bytes
        let again = try #require(PairedCensus(bytes))
        #expect(again.references.size == 50)
        #expect(again.bytes == bytes)
        #expect(PairedCensus(Array(bytes.dropLast())) == nil)
        #expect(PairedCensus(bytes + [0]) == nil)
        #expect(PairedCensus([]) == nil)
    }
}
