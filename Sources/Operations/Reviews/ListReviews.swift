package import Foundation
package import OutreachCore
package import Postgres
package import Store

/// The queue of doubtful matches and conflicts, what has waited longest at the top.
package struct ListReviews: Operation {
    package static let name = "list_reviews"
    package static let roles: Set<Role> = [.steward]

    /// Who works on what is wanted.
    package enum Assignee: String, Hashable, Sendable, CaseIterable {
        case me
        case nobody
    }

    package let kinds: [NewReview.Kind]
    package let standings: [ReviewStanding]
    package let assignee: Assignee?
    package let olderThanDays: Int?
    package let after: ReviewID?
    package let maximum: Int

    /// - Parameters:
    ///   - kinds: only reviews of one of these; all where there are none.
    ///   - standings: only those that stand so; what somebody can decide now where there are none.
    ///   - assignee: only those that the caller, or nobody, works on.
    ///   - olderThanDays: only those that were opened more than so many days ago.
    ///   - after: only those that come after this one, the last of an earlier page.
    ///   - maximum: the most that are shown, up to 500.
    package init(
        kinds: [NewReview.Kind] = [], standings: [ReviewStanding] = [], assignee: Assignee? = nil,
        olderThanDays: Int? = nil, after: ReviewID? = nil, maximum: Int = 50
    ) {
        self.kinds = kinds
        self.standings = standings
        self.assignee = assignee
        self.olderThanDays = olderThanDays
        self.after = after
        self.maximum = maximum
    }

    /// A line of the queue.
    package struct Line: Encodable, Sendable, PersonalData {
        package let reviewID: ReviewID
        package let kind: NewReview.Kind
        package let conflict: ConflictKind?
        package let standing: ReviewStanding
        package let person: PersonSummary?
        package let other: PersonSummary?
        /// Evidence in bits, when it was opened.
        package let score: Double
        package let reasons: [String]
        package let vetoes: [String]
        package let openedAt: Date
        package let ageDays: Int
        package let waitsUntil: CalendarDate?
        package let assigneeName: String?
        package let assignedUntil: Date?
        package let closeReason: String?
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<[Line]> {
        var filter = ReviewFilter()
        filter.kinds = kinds
        if !standings.isEmpty { filter.standings = standings }
        filter.assignee = assignee == .me ? member.account : nil
        filter.isUnassigned = assignee == .nobody
        filter.openedBefore = olderThanDays.map { moment.date.addingTimeInterval(-86_400 * Double($0)) }
        let reviews = try session.reviews(
            filter, today: moment.today, after: after, maximum: min(max(maximum, 1), 500))
        let people = Array(Set(reviews.flatMap(\.people))).sorted()
        let details = try session.details(of: people)
        let lines = try reviews.map { review in
            try Line(
                review, person: details[review.person].map { try PersonSummary(review.person, $0) },
                other: review.other.flatMap { other in try details[other].map { try PersonSummary(other, $0) } },
                on: moment)
        }
        return Effect(lines, audit: AuditEntry(Self.name, people: people, details: ["lines": String(lines.count)]))
    }
}

extension ListReviews.Line {
    fileprivate init(_ review: Review, person: PersonSummary?, other: PersonSummary?, on moment: Moment) {
        reviewID = review.id
        kind = review.kind
        conflict = review.conflict
        standing = review.standing
        self.person = person
        self.other = other
        score = review.score
        reasons = review.reasons
        vetoes = review.vetoes
        openedAt = review.openedAt
        ageDays = max(0, Int(moment.date.timeIntervalSince(review.openedAt) / 86_400))
        waitsUntil = review.standing == .waiting ? review.waitsUntil : nil
        assigneeName = review.assigneeName
        assignedUntil = review.assignedUntil
        closeReason = review.closeReason
    }
}
