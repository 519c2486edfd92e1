import Foundation
import Linkage
import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

@Suite struct `the review queue` {
    @Test func `is listed oldest first, page by page, by kind, age and who works on it`() async throws {
        try await Clinic.with { clinic in
            var workers: [Clinic.Worker] = []
            for name in ["Ada", "Bea", "Cho", "Dee"] { workers.append(try await clinic.enrol(given: name)) }
            var reviews: [ReviewID] = []
            for index in 1..<4 {
                reviews.append(try await clinic.doubt(workers[0], workers[index]))
                try await clinic.own(
                    """
                    UPDATE review SET opened_at = '2026-11-20 11:00+00'::timestamptz - interval '1 day' * \(40 - index * 10)
                    WHERE review_id = '\(reviews[index - 1])'
                    """)
            }
            let trace = try await clinic.doubt(workers[0], "9990000018")
            try await clinic.own(
                "UPDATE review SET opened_at = '2026-11-20 11:00+00' WHERE review_id = '\(trace)'")
            let runner = try clinic.runner()
            var pages: [[ReviewID]] = []
            while pages.last?.isEmpty != true {
                let page = try await runner.run(
                    ListReviews(after: pages.last?.last, maximum: 3), as: clinic.members.steward)
                pages.append(page.map(\.reviewID))
            }
            #expect(pages == [reviews, [trace], []])
            let old = try await clinic.queue(olderThanDays: 15)
            #expect(old.map(\.reviewID) == Array(reviews.prefix(2)))
            #expect(old.map(\.ageDays) == [30, 20])
            let traces = try await clinic.queue(kinds: [.trace])
            #expect(traces.map(\.reviewID) == [trace])
            _ = try await runner.run(AssignReview(trace), as: clinic.members.steward)
            let mine = try await clinic.queue(assignee: .me)
            let nobodys = try await clinic.queue(assignee: .nobody)
            #expect(mine.map(\.reviewID) == [trace])
            #expect(mine.map(\.assigneeName) == ["steward"])
            #expect(nobodys.map(\.reviewID) == reviews)
        }
    }

    @Test func `is worked on by one steward at a time, who puts back or runs out of time`() async throws {
        try await Clinic.with { clinic in
            let one = try await clinic.enrol()
            let other = try await clinic.enrol(given: "Adah")
            let colleague = try await clinic.colleague()
            let review = try await clinic.doubt(one, other)
            let runner = try clinic.runner()
            _ = try await runner.run(AssignReview(review), as: clinic.members.steward)
            let taken = await refusal { try await runner.run(AssignReview(review), as: colleague) }
            #expect(taken?.code == .conflict)
            let decided = await refusal { try await clinic.decide(review, .same, by: colleague) }
            #expect(decided?.code == .conflict)
            _ = try await runner.run(ReleaseReview(review), as: clinic.members.steward)
            _ = try await runner.run(AssignReview(review), as: colleague)
            try await clinic.own("UPDATE review SET assigned_until = now() - interval '1 second'")
            _ = try await runner.run(AssignReview(review), as: clinic.members.steward)
            let handed = try await runner.run(
                AssignReview(review, to: try SignIn(parsing: "colleague@example.org")), as: clinic.members.steward)
            #expect(handed.assignedUntil > Date())
            try await clinic.decide(review, .different, by: colleague)
        }
    }

    @Test func `is given to no one but a steward`() async throws {
        try await Clinic.with { clinic in
            let one = try await clinic.enrol()
            let other = try await clinic.enrol(given: "Adah")
            let review = try await clinic.doubt(one, other)
            for name in ["manager@example.org", "nobody@example.org"] {
                let answer = await refusal {
                    try await clinic.runner().run(
                        AssignReview(review, to: try SignIn(parsing: name)), as: clinic.members.steward)
                }
                #expect(answer?.code == .notFound)
            }
        }
    }

    @Test func `shows both records with what differs, the waterfall, the others and the past`() async throws {
        try await Clinic.with { clinic in
            let one = try await clinic.enrol(.ada, reference: "W1")
            let other = try await clinic.enrol(
                Made(given: "Adah", phone: "07700900001", postcode: "LS1 4AP"), reference: "W2")
            let third = try await clinic.enrol(Made(given: "Ada", phone: "07700900001"), reference: "W3")
            try await clinic.loadReference(Made.cho.row(3))
            let review = try await clinic.doubt(one, other)
            let second = try await clinic.doubt(one, third)
            let shown = try await clinic.show(review)
            let names = try #require(shown.fields.first { $0.field == "given_names" })
            let ada = shown.personID == one.person ? names.this : names.other
            let adah = shown.personID == one.person ? names.other : names.this
            #expect(ada == [TextSegment("Ada", differs: false)])
            #expect(adah == [TextSegment("Ada", differs: false), TextSegment("h", differs: true)])
            let postcode = try #require(shown.fields.first { $0.field == "postcode" })
            #expect((postcode.this + postcode.other) == [TextSegment("LS1 4AP", differs: true)])
            let waterfall = try #require(shown.waterfall)
            #expect(waterfall.steps.map(\.comparison).contains("phone"))
            #expect(waterfall.bits > 0)
            #expect(shown.runnerUp?.personID == third.person)
            #expect(shown.otherReviews.map(\.reviewID) == [second])
            #expect(shown.reasons == ["same birth date"])
        }
    }

    @Test func `hides where a patient lives whose details are withheld`() async throws {
        try await Clinic.with { clinic in
            let ada = try await clinic.enrol(.ada, reference: "W1")
            _ = try await clinic.loadReference(lines: [
                "ref_id,nhs_number,given_name,surname,dob,sex,postcode,phone,gp_practice,confidential",
                "P1,\(Made.number(1)),Ada,Okafor,1985-07-14,F,LS1 4AP,07700900001,B86001,1",
            ])
            let review = try await clinic.doubt(ada, Made.number(1))
            let shown = try await clinic.show(review)
            let known = shown.fields.filter { !$0.other.isEmpty }.map(\.field)
            #expect(known.contains("family_name"))
            for hidden in ["postcode", "phone", "practice_code", "address_line"] { #expect(!known.contains(hidden)) }
        }
    }

    @Test func `has figures of what waits and of who decided`() async throws {
        try await Clinic.with { clinic in
            let one = try await clinic.enrol()
            let other = try await clinic.enrol(given: "Adah")
            let third = try await clinic.enrol(given: "Ada-Mae")
            try await clinic.decide(try await clinic.doubt(one, other), .different)
            try await clinic.doubt(one, third)
            let figures = try await clinic.test.runner().run(ReviewFigures(), as: clinic.members.steward)
            #expect(figures.waiting.map(\.kind) == [.duplicate])
            #expect(figures.waiting.map(\.open) == [1])
            #expect(figures.oldestDays == 0)
            #expect(figures.decided.map(\.name) == ["steward"])
            #expect(figures.decided.map(\.decisions) == [1])
            let health = try await clinic.test.database.read(.signingIn) { try $0.reviewHealth() }
            #expect(health?.open == 1)
        }
    }

    @Test func `takes a decision back: the merge, the number and the declaration`() async throws {
        try await Clinic.with { clinic in
            let one = try await clinic.enrol(.ada, reference: "W1")
            let other = try await clinic.enrol(given: "Adah")
            let third = try await clinic.enrol(.ben, reference: "W2")
            try await clinic.loadReference(Made.ada.row(1))
            let runner = try clinic.runner()
            let merged = try await clinic.doubt(one, other)
            try await clinic.decide(merged, .same)
            let undone = try await runner.run(UndoReview(merged, reason: "two sisters"), as: clinic.members.steward)
            #expect(undone.merge != nil)
            let history = try await clinic.history(of: other)
            #expect(history.members == [other.person])
            let twice = await refusal {
                try await runner.run(UndoReview(merged, reason: "two sisters"), as: clinic.members.steward)
            }
            #expect(twice?.code == .conflict)

            let apart = try await clinic.doubt(one, third)
            try await clinic.decide(apart, .different)
            let withdrawn = try await runner.run(UndoReview(apart, reason: "one"), as: clinic.members.steward)
            #expect(withdrawn.exclusion != nil)

            let traced = try await clinic.doubt(one, Made.number(1))
            try await clinic.decide(traced, .same)
            let closed = try await runner.run(UndoReview(traced, reason: "not hers"), as: clinic.members.steward)
            #expect(closed.number)
            let numbers = try await clinic.numbers()
            #expect(numbers == [])
        }
    }
}

@Suite struct `the difference of two texts` {
    @Test(arguments: [
        ("Ada", "Ada", "Ada", "Ada"), ("ADA", "ada", "ADA", "ada"), ("Ada", "Adah", "Ada", "Ada[h]"),
        ("", "Okafor", "", "[Okafor]"), ("14-Jul-1985", "14-Jun-1985", "14-Ju[l]-1985", "14-Ju[n]-1985"),
        ("Zoë", "Zoe", "Zo[ë]", "Zo[e]"), ("abc", "xyz", "[abc]", "[xyz]"), ("", "", "", ""),
    ])
    func `marks what is not common`(_ one: String, _ two: String, _ first: String, _ second: String) {
        let difference = TextDifference(one, two)
        #expect(difference.this.marked == first)
        #expect(difference.other.marked == second)
    }

    @Test func `gives back the texts, whatever they are, and is the same from both sides`() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<500 {
            let texts = (0..<2).map { _ in
                String((0..<Int.random(in: 0...20, using: &generator)).map { _ in "aábB -é".randomElement() ?? "a" })
            }
            let difference = TextDifference(texts[0], texts[1])
            #expect(difference.this.map(\.text).joined() == texts[0])
            #expect(difference.other.map(\.text).joined() == texts[1])
            let common = difference.this.filter { !$0.differs }.map(\.text).joined().lowercased()
            #expect(common == difference.other.filter { !$0.differs }.map(\.text).joined().lowercased())
        }
    }
}

extension [TextSegment] {
    fileprivate var marked: String { map { $0.differs ? "[\($0.text)]" : $0.text }.joined() }
}
