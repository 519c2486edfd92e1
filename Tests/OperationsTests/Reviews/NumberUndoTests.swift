import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

@Suite struct `taking back what was done to a number` {
    // MARK: By the decision of a review

    @Test func `that a review gave is as if it had not been decided, whatever was recorded since`() async throws {
        try await Clinic.with { clinic in
            let ada = try await clinic.enrol(.ada, reference: "W1")
            try await clinic.record(ada, DoseForm(product: "Comirnaty"), on: "2026-09-01")
            try await clinic.loadReference(Made.ada.row(1))
            let review = try await clinic.doubt(ada, Made.number(1))
            let before = try await clinic.standing()
            try await clinic.decide(review, .same)
            try await clinic.record(ada, DoseForm(product: "Comirnaty"))
            let between = try await clinic.lastMessages()
            #expect(between == Array(repeating: "new \(Made.number(1)) queued", count: 2))
            let undone = try await clinic.undo(review)
            #expect(undone.number && !undone.returned)
            let after = try await clinic.standing(without: "2026-11-20")
            #expect(after == before)
            // The later dose was asked back as well, and waits with the other for a number.
            let messages = try await clinic.lastMessages()
            #expect(messages == ["new NULL held", "new NULL held"])
            let again = try await clinic.enter(Made.number(1), for: ada)
            #expect(again.result == .given)
            let sent = try await clinic.lastMessages()
            #expect(sent == between)
        }
    }

    @Test func `that a review moved gives it back, and it can be moved again`() async throws {
        try await Clinic.with { clinic in
            let (ada, cho, review) = try await clinic.movableNumber()
            let before = try await clinic.standing()
            try await clinic.decide(review, .giveNumber)
            let colleague = try await clinic.colleague()
            try await clinic.decide(review, .confirm, by: colleague)
            let moved = try await clinic.standing()
            #expect(moved.contains("number \(Made.number(1)) \(ada.person)"))
            let undone = try await clinic.undo(review)
            #expect(undone.number && undone.returned)
            let after = try await clinic.standing()
            #expect(after == before)
            let audited = try await clinic.audited("undo_review")
            #expect(audited.isSuperset(of: [ada.person, cho.person]))
            let twice = await refusal { try await clinic.undo(review) }
            #expect(twice?.code == .conflict)

            let second = try #require(try await clinic.enter(Made.number(1), for: ada).review)
            try await clinic.decide(second, .giveNumber)
            try await clinic.decide(second, .confirm, by: colleague)
            let redone = try await clinic.standing()
            #expect(redone == moved)
            try await clinic.undo(second)
            let back = try await clinic.standing()
            #expect(back == before)
        }
    }

    @Test func `beside which the person had another gives that one back`() async throws {
        try await Clinic.with { clinic in
            let ada = try await clinic.enrol(.ada, reference: "W1")
            let twin = try await clinic.enrol(given: "Ada")
            try await clinic.record(ada, DoseForm(product: "Comirnaty"))
            try await clinic.mergePeople(ada, twin)
            try await clinic.giveNumber(Made.number(1), to: twin)
            let review = try #require(try await clinic.enter(Made.number(2), for: ada).review)
            let before = try await clinic.standing()
            try await clinic.decide(review, .giveNumber)
            try await clinic.decide(review, .confirm, by: try await clinic.colleague())
            let changed = try await clinic.lastMessages()
            #expect(changed == ["new \(Made.number(2)) queued"])
            try await clinic.undo(review)
            let after = try await clinic.standing()
            #expect(after == before)
        }
    }

    @Test(arguments: [ReviewVerdict.giveNumber, .same])
    func `that was superseded gives the old one back, whether its successor was given or merged with`(
        _ verdict: ReviewVerdict
    ) async throws {
        try await Clinic.with { clinic in
            let ada = try await clinic.enrol(.ada, reference: "W1")
            let other = try await clinic.enrol(given: "Ada")
            try await clinic.record(ada, DoseForm(product: "Comirnaty"))
            try await clinic.giveNumber(Made.number(1), to: ada)
            if verdict == .same { try await clinic.giveNumber(Made.number(2), to: other) }
            try await clinic.supersedeFirst()
            let review = try await clinic.doubt(ada, Made.number(1), kind: .conflict, conflict: .superseded)
            let before = try await clinic.standing()
            let outcome = try await clinic.decide(review, verdict)
            if outcome.outcome == .proposed {
                try await clinic.decide(review, .confirm, by: try await clinic.colleague())
            }
            let changed = try await clinic.lastMessages()
            #expect(changed == ["new \(Made.number(2)) queued"])
            let undone = try await clinic.undo(review)
            #expect(undone.returned)
            #expect((undone.merge != nil) == (verdict == .same))
            let after = try await clinic.standing()
            #expect(after == before)
        }
    }

    @Test
    func `that a review closed opens it again, withdraws the declaration and puts an ended case back`() async throws {
        try await Clinic.with { clinic in
            let ada = try await clinic.enrol(.ada, reference: "W1")
            try await clinic.record(ada, DoseForm(product: "Comirnaty"))
            try await clinic.giveNumber(Made.number(1), to: ada)
            for event in [CaseEvent.seeGP, .close] { try await clinic.move(ada, event) }
            let review = try await clinic.doubt(
                ada, Made.number(1), kind: .conflict, conflict: .invalidated, record: nil)
            let before = try await clinic.standing()
            #expect(before.contains("case closed \(ada.person)"))
            try await clinic.decide(review, .closeNumber)
            let changed = try await clinic.standing()
            #expect(changed.contains("case enrolled \(ada.person)"))
            let undone = try await clinic.undo(review)
            #expect(undone.exclusion != nil && undone.returned && undone.restored)
            let after = try await clinic.standing()
            #expect(after == before)
        }
    }

    @Test func `or the end of a case of somebody who is not dead goes back to where it stood`() async throws {
        try await Clinic.with { clinic in
            let (ada, review) = try await clinic.reportedDead()
            let before = try await clinic.standing()
            try await clinic.decide(review, .accept)
            let changed = try await clinic.standing()
            #expect(changed.contains("case withdrawn \(ada.person)"))
            let undone = try await clinic.undo(review)
            #expect(undone.restored && !undone.number && !undone.returned)
            let after = try await clinic.standing()
            #expect(after == before)
        }
    }

    @Test func `or the end of a case whose number was closed since goes back to where it waited`() async throws {
        try await Clinic.with { clinic in
            let (ada, review) = try await clinic.reportedDead()
            try await clinic.decide(review, .accept)
            try await clinic.closeNumber(Made.number(1))
            try await clinic.undo(review)
            let after = try await clinic.standing()
            #expect(after.contains("case enrolled \(ada.person)"))
        }
    }

    // MARK: By hand

    @Test func `that was entered closes it, asks messages back, and is asked for once`() async throws {
        try await Clinic.with { clinic in
            let ada = try await clinic.enrol(.ada, reference: "W1")
            try await clinic.loadReference(Made.ada.row(1))
            try await clinic.move(ada, .confirmDetails)
            let before = try await clinic.standing()
            let change = try #require(try await clinic.enter(Made.number(1), for: ada).change)
            try await clinic.record(ada, DoseForm(product: "Comirnaty"))
            let undo = UndoNumberChange(change, reason: "a namesake's letter")
            let undone = try await clinic.runner().run(undo, as: clinic.members.steward, key: "k")
            #expect(!undone.returned && undone.person == ada.person)
            let same = try await clinic.runner().run(undo, as: clinic.members.steward, key: "k")
            #expect(same == undone)
            let after = try await clinic.standing(without: "2026-11-20")
            #expect(after == before)
            let messages = try await clinic.lastMessages()
            #expect(messages == ["new NULL held"])
            let twice = await refusal { try await clinic.undo(change) }
            #expect(twice?.code == .conflict)
            let audited = try await clinic.audited("undo_number_change")
            #expect(audited == [ada.person])
            // Redone, under the next change.
            let second = try await clinic.enter(Made.number(1), for: ada)
            #expect(second.result == .given && second.change != change)
            let sent = try await clinic.lastMessages()
            #expect(sent == ["new \(Made.number(1)) queued"])
        }
    }

    @Test func `that was closed opens it again, and what was recorded meanwhile goes out`() async throws {
        try await Clinic.with { clinic in
            let ada = try await clinic.enrol(.ada, reference: "W1")
            try await clinic.record(ada, DoseForm(product: "Comirnaty"), on: "2026-09-01")
            try await clinic.loadReference(Made.ada.row(1))
            let run = try #require(try await clinic.reconcile().run)
            let before = try await clinic.standing()
            #expect(before.contains("case gp_seen \(ada.person)"))
            let change = try await clinic.closeNumber(Made.number(1))
            try await clinic.record(ada, DoseForm(product: "Comirnaty"))
            let undone = try await clinic.undo(change)
            #expect(undone.returned)
            let after = try await clinic.standing(without: "2026-11-20")
            #expect(after == before)
            let messages = try await clinic.lastMessages()
            #expect(messages == Array(repeating: "new \(Made.number(1)) queued", count: 2))
            // It stands as the run had given it, and goes with the run.
            _ = try await clinic.runner().run(UndoReconciliation(run), as: clinic.members.steward)
            let numbers = try await clinic.numbers()
            #expect(numbers == [])
        }
    }

    @Test func `leaves a case that somebody has moved since to the number`() async throws {
        try await Clinic.with { clinic in
            let ada = try await clinic.enrol(.ada, reference: "W1")
            try await clinic.giveNumber(Made.number(1), to: ada)
            for event in [CaseEvent.seeGP, .close] { try await clinic.move(ada, event) }
            let change = try await clinic.closeNumber(Made.number(1))
            try await clinic.move(ada, .confirmDetails)
            try await clinic.undo(change)
            let states = try await clinic.texts("SELECT state AS text FROM case_current")
            #expect(states == ["number_seen"])
        }
    }

    @Test func `lets what came before be taken back in its turn`() async throws {
        try await Clinic.with { clinic in
            let ada = try await clinic.enrol(.ada, reference: "W1")
            try await clinic.loadReference(Made.ada.row(1))
            let before = try await clinic.standing()
            let entered = try #require(try await clinic.enter(Made.number(1), for: ada).change)
            let closed = try await clinic.closeNumber(Made.number(1))
            let early = await refusal { try await clinic.undo(entered) }
            #expect(early?.code == .conflict)
            try await clinic.undo(closed)
            try await clinic.undo(entered)
            let after = try await clinic.standing()
            #expect(after == before)
        }
    }

    // MARK: What forbids it

    /// What happens between a change and the attempt to take it back.
    enum Since: CaseIterable, Sendable {
        case heldByAnother, heldAgain, otherNumber, mergedWithOtherNumber, declaredAgain

        var word: String {
            switch self {
            case .heldByAnother: "Another person holds the number"
            case .heldAgain: "has this number again"
            case .otherNumber: "has another NHS number now"
            case .mergedWithOtherNumber: "merged with somebody who has another NHS number"
            case .declaredAgain: "declared since"
            }
        }
    }

    @Test(arguments: Since.allCases, [true, false])
    func `is refused by a sentence that says what happened since, and changes nothing`(
        _ since: Since, _ isByReview: Bool
    ) async throws {
        try await Clinic.with { clinic in
            let ada = try await clinic.enrol(.ada, reference: "W1")
            let ben = try await clinic.enrol(.ben, reference: "W2")
            try await clinic.record(ada, DoseForm(product: "Comirnaty"))
            try await clinic.giveNumber(Made.number(1), to: ada)
            let review = try await clinic.doubt(
                ada, Made.number(1), kind: .conflict, conflict: .invalidated, record: nil)
            var change: NumberChangeID?
            if isByReview {
                try await clinic.decide(review, .closeNumber)
            } else {
                change = try await clinic.closeNumber(Made.number(1))
            }
            try await clinic.happen(since, ada, ben)
            let before = try await clinic.standing()
            let answer = await refusal {
                if let change { try await clinic.undo(change) } else { try await clinic.undo(review) }
            }
            #expect(answer?.code == .conflict)
            #expect(answer?.sentence.contains(since.word) == true, "\(answer?.sentence ?? "done")")
            let after = try await clinic.standing()
            #expect(after == before)
        }
    }

    @Test func `is refused of a number that was moved on, until that is taken back`() async throws {
        try await Clinic.with { clinic in
            let (ada, _, review) = try await clinic.movableNumber()
            let ben = try await clinic.enrol(.ben, reference: "W3")
            let colleague = try await clinic.colleague()
            let first = try await clinic.standing()
            try await clinic.decide(review, .giveNumber)
            try await clinic.decide(review, .confirm, by: colleague)
            let second = try await clinic.standing()
            let onward = try #require(try await clinic.enter(Made.number(1), for: ben).review)
            try await clinic.decide(onward, .giveNumber)
            try await clinic.decide(onward, .confirm, by: colleague)
            let third = try await clinic.standing()
            #expect(third.contains("number \(Made.number(1)) \(ben.person)"))
            let early = await refusal { try await clinic.undo(review) }
            #expect(early?.sentence.contains("closed or moved since") == true)
            let still = try await clinic.standing()
            #expect(still == third)
            try await clinic.undo(onward)
            let back = try await clinic.standing()
            #expect(back == second && back.contains("number \(Made.number(1)) \(ada.person)"))
            try await clinic.undo(review)
            let home = try await clinic.standing()
            #expect(home == first)
        }
    }

    @Test func `is refused where the run that gave the number was undone since`() async throws {
        try await Clinic.with { clinic in
            try await clinic.enrol(.ada, reference: "W1")
            try await clinic.loadReference(Made.ada.row(1))
            let run = try #require(try await clinic.reconcile().run)
            let change = try await clinic.closeNumber(Made.number(1))
            _ = try await clinic.runner().run(UndoReconciliation(run), as: clinic.members.steward)
            let answer = await refusal { try await clinic.undo(change) }
            #expect(answer?.sentence.contains("was undone since") == true)
        }
    }

    @Test func `is the review's where a review decided, and nothing where it changed nothing`() async throws {
        try await Clinic.with { clinic in
            let (_, review) = try await clinic.reportedDead()
            try await clinic.decide(review, .keep)
            let kept = await refusal { try await clinic.undo(review) }
            #expect(kept?.sentence.contains("changed nothing") == true)
            let other = try await clinic.doubt(
                try await clinic.enrol(.ben, reference: "W9"), Made.number(2), kind: .conflict, conflict: .twoNumbers)
            try await clinic.decide(other, .giveNumber)
            try await clinic.decide(other, .confirm, by: try await clinic.colleague())
            let ids = try await clinic.texts(
                "SELECT change_id::text AS text FROM number_change WHERE review_id = '\(other)'")
            let change = try #require(ids.first.flatMap(NumberChangeID.init(postgresText:)))
            let answer = await refusal { try await clinic.undo(change) }
            #expect(answer?.sentence.contains("\(other)") == true)
            let unknown = await refusal { try await clinic.undo(NumberChangeID()) }
            #expect(unknown?.code == .notFound)
        }
    }

    @Test func `by ten stewards at once is done once`() async throws {
        try await Clinic.with { clinic in
            let (ada, cho, review) = try await clinic.movableNumber()
            try await clinic.decide(review, .giveNumber)
            try await clinic.decide(review, .confirm, by: try await clinic.colleague())
            let done = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<10 {
                    group.addTask { await refusal { try await clinic.undo(review) } == nil }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(done == 1)
            let numbers = try await clinic.numbers()
            #expect(numbers == ["\(Made.number(1)) \(cho.person)"])
            #expect(ada.person != cho.person)
        }
    }
}
