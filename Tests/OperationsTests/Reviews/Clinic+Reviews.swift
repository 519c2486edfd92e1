import Foundation
import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

extension Clinic {
    /// Another steward of the records team.
    func colleague(_ word: String = "colleague") async throws -> Membership {
        let signIn = try SignIn(parsing: "\(word)@example.org")
        _ = try await runner().run(
            AddAccount(signIn: signIn, name: word, role: .steward, odsCode: members.steward.odsCode),
            as: members.administrator)
        let memberships = try await test.database.read(.signingIn) { try $0.memberships(of: signIn.canonical) }
        return try #require(memberships.first)
    }

    /// Opens a review about two people, as a matcher would.
    @discardableResult
    func doubt(
        _ one: Worker, _ other: Worker, vetoes: [String] = [], run: RunID? = nil
    ) async throws -> ReviewID {
        let id = ReviewID()
        let evidence = PairEvidence(score: 23.5, rule: "", reasons: ["same birth date"], vetoes: vetoes)
        try await test.database.write(.acting(as: members.steward)) { session in
            try session.open([
                NewReview(
                    .duplicate, min(one.person, other.person), other: max(one.person, other.person), match: evidence,
                    run: run, id: id)
            ])
        }
        return id
    }

    /// Opens a trace review or a conflict about a number.
    @discardableResult
    func doubt(
        _ worker: Worker, _ number: String, kind: NewReview.Kind = .trace, conflict: ConflictKind? = nil,
        other: Worker? = nil, record: String? = "P1"
    ) async throws -> ReviewID {
        let id = ReviewID()
        let evidence = PairEvidence(score: 23.5, rule: "", reasons: ["same birth date"], vetoes: [])
        try await test.database.write(.acting(as: members.steward)) { session in
            try session.open([
                NewReview(
                    kind, worker.person, conflict: conflict, other: other?.person, record: record, number: number,
                    match: evidence, id: id)
            ])
        }
        return id
    }

    @discardableResult
    func decide(
        _ review: ReviewID, _ verdict: ReviewVerdict, by member: Membership? = nil, on day: String = today,
        seen version: Int? = nil, returnsOn: String? = nil
    ) async throws -> DecideReview.Outcome {
        let returnsOn = try returnsOn.map { try CalendarDate(parsing: $0) }
        return try await runner(on: day).run(
            DecideReview(review, verdict, reason: "asked the home", returnsOn: returnsOn, seenVersion: version),
            as: member ?? members.steward)
    }

    func show(_ review: ReviewID, on day: String = today) async throws -> ShowReview.Outcome {
        try await runner(on: day).run(ShowReview(review), as: members.steward)
    }

    func queue(
        _ standings: [ReviewStanding] = [], on day: String = today, kinds: [NewReview.Kind] = [],
        assignee: ListReviews.Assignee? = nil, olderThanDays: Int? = nil
    ) async throws -> [ListReviews.Line] {
        try await runner(on: day).run(
            ListReviews(kinds: kinds, standings: standings, assignee: assignee, olderThanDays: olderThanDays),
            as: members.steward)
    }

    /// The only open review of a kind.
    func openReview(_ kind: NewReview.Kind) async throws -> ReviewID {
        guard let line = try await queue(kinds: [kind]).first else { throw Refusal.notFound("review") }
        return line.reviewID
    }

    /// Gives a worker's details another version.
    func correct(_ worker: Worker, _ changes: [WorkerForm.Field: String]) async throws {
        _ = try await runner().run(
            RectifyPerson(.temporaryID(worker.id), WorkerForm(changes), reason: "told"), as: members.steward)
    }
}
