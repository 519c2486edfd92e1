import Foundation
import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

@Suite struct `deciding a review` {
    @Test func `as the same merges the two and closes the review`() async throws {
        try await Clinic.with { clinic in
            let one = try await clinic.enrol()
            let other = try await clinic.enrol(given: "Adah")
            let review = try await clinic.doubt(one, other)
            let outcome = try await clinic.decide(review, .same)
            #expect(outcome.outcome == .done)
            let history = try await clinic.history(of: other)
            #expect(history.golden == one.person)
            #expect(history.entries[.reviewDecision]?.count == 1)
            let shown = try await clinic.show(review)
            #expect(shown.standing == .closed)
            #expect(shown.steps.map(\.mergeID) == [outcome.merge])
            let again = await refusal { try await clinic.decide(review, .different) }
            #expect(again?.code == .conflict)
        }
    }

    @Test func `as the same gives the number of a trace, moves the case and sends what was held`() async throws {
        try await Clinic.with { clinic in
            let ada = try await clinic.enrol(.ada, reference: "W1")
            try await clinic.record(ada, DoseForm(product: "Comirnaty"))
            try await clinic.loadReference(Made.ada.row(1))
            let review = try await clinic.doubt(ada, Made.number(1))
            try await clinic.decide(review, .same)
            let numbers = try await clinic.numbers()
            #expect(numbers == ["\(Made.number(1)) \(ada.person)"])
            let states = try await clinic.texts("SELECT state AS text FROM case_current")
            #expect(states == ["gp_seen"])
            let messages = try await clinic.texts("SELECT DISTINCT state AS text FROM notification")
            #expect(messages == ["queued"])
        }
    }

    @Test func `as the same turns into a conflict where somebody else holds the number`() async throws {
        try await Clinic.with { clinic in
            let ada = try await clinic.enrol(.ada, reference: "W1")
            let cho = try await clinic.enrol(.cho, reference: "W2")
            try await clinic.loadReference(Made.ada.row(1))
            let review = try await clinic.doubt(ada, Made.number(1))
            try await clinic.assignNumber(Made.number(1), to: cho)
            let outcome = try await clinic.decide(review, .same)
            #expect(outcome.outcome == .inConflict)
            let conflict = try #require(outcome.conflict)
            let shown = try await clinic.show(conflict)
            #expect(shown.conflict == .numberHeld)
            #expect(shown.holderPersonID == cho.person)
            let numbers = try await clinic.numbers()
            #expect(numbers == ["\(Made.number(1)) \(cho.person)"])
        }
    }

    @Test func `as different holds for ever: in another run, at another enrolment, and against a merge`() async throws {
        try await Clinic.with { clinic in
            let one = try await clinic.enrol(.ada, reference: "W1")
            let other = try await clinic.enrol(.ada, reference: "W2")
            try await clinic.loadReference(Made.cho.row(3))
            let review = try await clinic.doubt(one, other)
            let outcome = try await clinic.decide(review, .different)
            let report = try await clinic.reconcile()
            #expect(report.counts.merged == 0)
            #expect(report.counts.reviews == 0)
            // As an enrolment by somebody who sees no declarations.
            try await clinic.test.database.write(.acting(as: clinic.members.manager)) { session in
                try session.open([
                    NewReview(
                        duplicate: one.person, other.person,
                        PairEvidence(score: 40, rule: "", reasons: [], vetoes: []))
                ])
            }
            let queue = try await clinic.queue()
            #expect(queue.isEmpty)
            let merge = await refusal { try await clinic.mergePeople(one, other) }
            #expect(merge?.code == .conflict)
            let exclusion = try #require(outcome.exclusion)
            _ = try await clinic.runner().run(
                WithdrawExclusion(exclusion, reason: "one passport"), as: clinic.members.steward)
            let second = try await clinic.reconcile()
            #expect(second.counts.merged == 1)
        }
    }

    @Test func `as different holds when either twin is enrolled once more`() async throws {
        try await Clinic.with { clinic in
            func enrol(_ given: String, by member: Membership) async throws {
                let form = WorkerForm([
                    .givenNames: given, .familyName: "Okafor", .birthDate: "1985-07-14", .postcode: "LS1 4AP",
                    .addressLine: "14 Mill Lane", .phone: given == "Grace" ? "07700900001" : "07700900002",
                ])
                _ = try await clinic.runner().run(EnrolWorker(form), as: member)
            }
            try await enrol("Grace", by: clinic.members.manager)
            try await enrol("Hope", by: clinic.members.manager)
            let review = try await clinic.openReview(.duplicate)
            try await clinic.decide(review, .different)
            // At another employer each is known, and looks like the other as much as before.
            try await enrol("Grace", by: clinic.members.otherManager)
            try await enrol("Hope", by: clinic.members.otherManager)
            let queue = try await clinic.queue()
            #expect(queue.isEmpty)
            let people = try await clinic.texts("SELECT count(*)::text AS text FROM person_details")
            #expect(people == ["2"])
        }
    }

    @Test func `as different holds for whoever is merged with the two`() async throws {
        try await Clinic.with { clinic in
            let one = try await clinic.enrol(.ada, reference: "W1")
            let other = try await clinic.enrol(.ada, reference: "W2")
            let again = try await clinic.enrol(.ada, reference: "W3")
            try await clinic.loadReference(Made.cho.row(3))
            try await clinic.decide(try await clinic.doubt(one, other), .different)
            try await clinic.mergePeople(one, again)
            let report = try await clinic.reconcile()
            #expect(report.counts.merged == 0)
            let queue = try await clinic.queue(kinds: [.duplicate])
            #expect(queue.isEmpty)
            let merge = await refusal { try await clinic.mergePeople(again, other) }
            #expect(merge?.code == .conflict)
        }
    }

    @Test func `as different about a number holds for ever, and the next patient is found`() async throws {
        try await Clinic.with { clinic in
            let ada = try await clinic.enrol(.ada, reference: "W1")
            try await clinic.loadReference(Made.ada.row(1, deceased: true))
            try await clinic.reconcile()
            let review = try await clinic.openReview(.trace)
            try await clinic.decide(review, .different)
            let report = try await clinic.reconcile()
            #expect(report.counts == RunCounts(traced: 1))
            // The same patient, and one who fits less well.
            try await clinic.loadReference(
                Made.ada.row(1), Made(given: "Ada", phone: "07700900001", postcode: "LS1 4AP").row(2))
            let next = try await clinic.reconcile()
            #expect(next.counts.numbered == 1)
            let numbers = try await clinic.numbers()
            #expect(numbers == ["\(Made.number(2)) \(ada.person)"])
        }
    }

    @Test func `is not done by the database itself against a declaration`() async throws {
        try await Clinic.with { clinic in
            let one = try await clinic.enrol()
            let other = try await clinic.enrol(given: "Adah")
            try await clinic.decide(try await clinic.doubt(one, other), .different)
            await #expect(throws: PostgresError.self) { try await clinic.merge(one, other) as Void }
            _ = try await clinic.runner().run(
                DeclareExclusion(
                    .temporaryID(one.id), isNot: .number(try NHSNumber(parsing: "9990000018")), reason: "the mother's"),
                as: clinic.members.steward)
            await #expect(throws: PostgresError.self) { try await clinic.assignNumber("9990000018", to: one) }
        }
    }

    @Test func `needs a version that still holds`() async throws {
        try await Clinic.with { clinic in
            let one = try await clinic.enrol()
            let other = try await clinic.enrol(given: "Adah")
            let third = try await clinic.enrol(given: "Ada-Mae")
            let review = try await clinic.doubt(one, other)
            let changes: [() async throws -> Void] = [
                { try await clinic.correct(other, [.town: "Otley"]) },
                { try await clinic.mergePeople(one, third) },
                { try await clinic.assignNumber("9990000018", to: third) },
            ]
            for change in changes {
                let seen = try await clinic.show(review).version
                try await change()
                let stale = await refusal { try await clinic.decide(review, .same, seen: seen) }
                #expect(stale?.code == .changedMeanwhile)
            }
            let seen = try await clinic.show(review).version
            _ = try await clinic.runner().run(AssignReview(review), as: clinic.members.steward)
            let outcome = try await clinic.decide(review, .same, seen: seen)
            #expect(outcome.outcome == .done)
        }
    }

    @Test func `that waits for more information comes back by date, or when the record changes`() async throws {
        try await Clinic.with { clinic in
            let one = try await clinic.enrol()
            let other = try await clinic.enrol(given: "Adah")
            let review = try await clinic.doubt(one, other)
            let past = await refusal {
                try await clinic.decide(review, .moreInformation, returnsOn: "2026-11-20")
            }
            #expect(past?.code == .invalid)
            try await clinic.decide(review, .moreInformation, returnsOn: "2026-11-25")
            let now = try await clinic.queue()
            let waiting = try await clinic.queue([.waiting])
            let later = try await clinic.queue(on: "2026-11-25")
            #expect(now.isEmpty)
            #expect(waiting.map(\.reviewID) == [review])
            #expect(later.map(\.reviewID) == [review])
            try await clinic.correct(other, [.town: "Otley"])
            let changed = try await clinic.queue()
            #expect(changed.map(\.reviewID) == [review])
        }
    }

    @Test(arguments: [ReviewVerdict.giveNumber, .closeNumber, .keep, .accept, .confirm, .reject, .undo])
    func `takes only what fits`(_ verdict: ReviewVerdict) async throws {
        try await Clinic.with { clinic in
            let one = try await clinic.enrol()
            let other = try await clinic.enrol(given: "Adah")
            let review = try await clinic.doubt(one, other)
            let answer = await refusal { try await clinic.decide(review, verdict) }
            #expect(answer?.code == .conflict)
        }
    }

    @Test func `at once by fifty stewards has one effect`() async throws {
        try await Clinic.with { clinic in
            let one = try await clinic.enrol()
            let other = try await clinic.enrol(given: "Adah")
            let review = try await clinic.doubt(one, other)
            let done = await withTaskGroup(of: Bool.self) { group in
                for index in 0..<50 {
                    group.addTask {
                        let verdict: ReviewVerdict = index.isMultiple(of: 2) ? .same : .different
                        return await refusal { try await clinic.decide(review, verdict) } == nil
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(done == 1)
            let steps = try await clinic.texts("SELECT count(*)::text AS text FROM review_decision")
            #expect(steps == ["1"])
            let effects = try await clinic.texts(
                """
                SELECT ((SELECT count(*) FROM person_merge) + (SELECT count(*) FROM person_exclusion))::text AS text
                """)
            #expect(effects == ["1"])
        }
    }

    @Test func `while a run goes on leaves what the steward said`() async throws {
        try await Clinic.with { clinic in
            var reviews: [ReviewID] = []
            for index in 0..<12 {
                let made = Made(
                    given: "Ada", family: "Okafor" + String("abcdefghijkl".dropFirst(index).prefix(1)),
                    born: "1985-07-\(10 + index)", phone: "0770090\(1_000 + index)")
                let one = try await clinic.enrol(made, reference: "A\(index)")
                let other = try await clinic.enrol(made, reference: "B\(index)")
                reviews.append(try await clinic.doubt(one, other))
            }
            try await clinic.loadReference(Made.cho.row(3))
            let opened = reviews
            async let run = clinic.reconcile()
            let declared = await withTaskGroup(of: Bool.self) { group in
                for review in opened {
                    group.addTask { await refusal { try await clinic.decide(review, .different) } == nil }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            let report = try await run
            // Each pair is either merged by the run or declared, never both.
            #expect(report.counts.merged + declared == 12)
            let both = try await clinic.texts(
                """
                SELECT e.exclusion_id::text AS text FROM person_exclusion AS e
                WHERE golden_person(e.person_id) = golden_person(e.other_person_id)
                """)
            #expect(both == [])
        }
    }

    @Test func `is in the audit trail, with nothing of anybody`() async throws {
        try await Clinic.with { clinic in
            let one = try await clinic.enrol()
            let other = try await clinic.enrol(given: "Adah")
            let review = try await clinic.doubt(one, other)
            _ = try await clinic.show(review)
            try await clinic.decide(review, .different)
            let entries = try await clinic.texts(
                """
                SELECT action || ' ' || count(DISTINCT person_id) AS text FROM audit_entry
                WHERE action LIKE '%review' GROUP BY action ORDER BY 1
                """)
            #expect(entries == ["decide_review 2", "show_review 2"])
            let details = try await clinic.texts(
                "SELECT details::text AS text FROM audit_entry WHERE action = 'decide_review'")
            #expect(details.allSatisfy { !$0.contains("asked the home") })
        }
    }
}
