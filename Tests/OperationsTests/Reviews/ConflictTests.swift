import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

@Suite struct `a conflict of numbers` {
    @Test func `of two people on one number is decided by a merge`() async throws {
        try await Clinic.with { clinic in
            let (ada, cho, review) = try await clinic.heldNumber()
            let shown = try await clinic.show(review)
            #expect(shown.verdicts == [.same, .different, .giveNumber, .moreInformation])
            // The two were born on different days.
            try await clinic.decide(review, .same)
            try await clinic.decide(review, .confirm, by: try await clinic.colleague())
            let history = try await clinic.history(of: ada)
            #expect(Set(history.members) == [ada.person, cho.person])
        }
    }

    @Test func `is decided by moving the number, by two stewards`() async throws {
        try await Clinic.with { clinic in
            let (ada, cho, review) = try await clinic.heldNumber()
            try await clinic.record(cho, DoseForm(product: "Comirnaty"))
            let proposed = try await clinic.decide(review, .giveNumber)
            #expect(proposed.causes.contains(.numberMoves))
            try await clinic.decide(review, .confirm, by: try await clinic.colleague())
            let numbers = try await clinic.numbers()
            #expect(numbers == ["\(Made.number(1)) \(ada.person)"])
            // What had gone out about the other one is asked back and held.
            let messages = try await clinic.texts(
                "SELECT action || ' ' || state AS text FROM notification WHERE recipient = 'practice' ORDER BY place")
            #expect(messages == ["new queued", "delete queued", "new held"])
        }
    }

    @Test func `is decided by saying that the number is not this person's, for ever`() async throws {
        try await Clinic.with { clinic in
            let (_, cho, review) = try await clinic.heldNumber()
            try await clinic.decide(review, .different)
            let report = try await clinic.reconcile()
            #expect(report.counts == RunCounts(traced: 1))
            let numbers = try await clinic.numbers()
            #expect(numbers == ["\(Made.number(1)) \(cho.person)"])
        }
    }

    @Test func `of one number for two people names the other`() async throws {
        try await Clinic.with { clinic in
            let one = try await clinic.enrol(.ada, reference: "W1")
            let other = try await clinic.enrol(.ada, reference: "W2")
            try await clinic.loadReference(Made.ada.row(1))
            try await clinic.decide(try await clinic.doubt(one, other), .different)
            try await clinic.reconcile()
            let reviews = try await clinic.texts(
                "SELECT conflict AS text FROM review WHERE kind = 'conflict' AND closed_at IS NULL")
            #expect(reviews == ["number_shared", "number_shared"])
            // Given to the one, by two stewards; the other's question becomes who holds it.
            let lines = try await clinic.queue(kinds: [.conflict])
            let review = try #require(lines.first { $0.person?.personID == one.person }).reviewID
            try await clinic.decide(review, .giveNumber)
            try await clinic.decide(review, .confirm, by: try await clinic.colleague())
            let numbers = try await clinic.numbers()
            #expect(numbers == ["\(Made.number(1)) \(one.person)"])
        }
    }

    @Test func `with a superseded number is found by a run and decided by the successor`() async throws {
        try await Clinic.with { clinic in
            let ada = try await clinic.enrol(.ada, reference: "W1")
            try await clinic.loadReference(Made.ada.row(1))
            try await clinic.reconcile()
            try await clinic.supersede()
            try await clinic.reconcile()
            let review = try await clinic.openReview(.conflict)
            let shown = try await clinic.show(review)
            #expect(shown.conflict == .superseded)
            #expect(shown.verdicts == [.giveNumber, .closeNumber, .keep, .moreInformation])
            try await clinic.decide(review, .giveNumber)
            try await clinic.decide(review, .confirm, by: try await clinic.colleague())
            let numbers = try await clinic.numbers()
            #expect(numbers == ["\(Made.number(2)) \(ada.person)"])
            let left = try await clinic.queue()
            #expect(left.isEmpty)
        }
    }

    @Test func `with a superseded number whose successor is held is decided by a merge`() async throws {
        try await Clinic.with { clinic in
            let ada = try await clinic.enrol(.ada, reference: "W1")
            let other = try await clinic.enrol(given: "Ada")
            try await clinic.loadReference(Made.ada.row(1))
            try await clinic.reconcile()
            try await clinic.assignNumber(Made.number(2), to: other)
            try await clinic.supersede()
            try await clinic.reconcile()
            let review = try await clinic.openReview(.conflict)
            let outcome = try await clinic.decide(review, .same)
            if outcome.outcome == .proposed {
                try await clinic.decide(review, .confirm, by: try await clinic.colleague())
            }
            let history = try await clinic.history(of: ada)
            #expect(Set(history.members) == [ada.person, other.person])
            let numbers = try await clinic.numbers()
            #expect(numbers == ["\(Made.number(2)) \(other.person)"])
        }
    }

    @Test func `with a death is kept once and not asked again, or ends the case`() async throws {
        try await Clinic.with { clinic in
            let ada = try await clinic.enrol(.ada, reference: "W1")
            let ben = try await clinic.enrol(.ben, reference: "W2")
            try await clinic.loadReference(Made.ada.row(1), Made.ben.row(2))
            try await clinic.reconcile()
            try await clinic.loadReference(Made.ada.row(1, deceased: true), Made.ben.row(2, deceased: true))
            try await clinic.reconcile()
            let lines = try await clinic.queue()
            #expect(lines.map(\.conflict) == [.deceased, .deceased])
            for line in lines {
                try await clinic.decide(line.reviewID, line.person?.personID == ada.person ? .keep : .accept)
            }
            try await clinic.reconcile()
            let left = try await clinic.queue()
            #expect(left.isEmpty)
            let state = try await clinic.texts(
                "SELECT state AS text FROM case_current WHERE person_id = '\(ben.person)'")
            #expect(state == ["withdrawn"])
        }
    }

    @Test func `with a number that is nobody's here is decided by closing it`() async throws {
        try await Clinic.with { clinic in
            let ada = try await clinic.enrol(.ada, reference: "W1")
            try await clinic.loadReference(Made.ada.row(1))
            try await clinic.reconcile()
            let review = try await clinic.doubt(
                ada, Made.number(1), kind: .conflict, conflict: .invalidated, record: nil)
            try await clinic.decide(review, .closeNumber)
            let numbers = try await clinic.numbers()
            #expect(numbers == [])
            let report = try await clinic.reconcile()
            #expect(report.counts == RunCounts(traced: 1))
            let states = try await clinic.texts("SELECT state AS text FROM case_current")
            #expect(states == ["enrolled"])
        }
    }
}

extension Clinic {
    /// Somebody who is certainly a patient whose number another one holds, and the conflict that a run opened.
    fileprivate func heldNumber() async throws -> (Worker, Worker, ReviewID) {
        let cho = try await enrol(.cho, reference: "W1")
        try await assignNumber(Made.number(1), to: cho)
        let ada = try await enrol(.ada, reference: "W2")
        try await loadReference(Made.ada.row(1))
        try await reconcile()
        return (ada, cho, try await openReview(.conflict))
    }

    /// A reference in which the first number was replaced by the second.
    fileprivate func supersede() async throws {
        _ = try await loadReference(lines: [
            "ref_id,nhs_number,given_name,surname,dob,sex,phone,superseded_by",
            "P1,\(Made.number(1)),Ada,Okafor,1985-07-14,F,07700900001,\(Made.number(2))",
            "P2,\(Made.number(2)),Ada,Okafor,1985-07-14,F,07700900001,",
        ])
    }
}
