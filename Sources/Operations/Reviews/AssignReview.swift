package import Foundation
package import OutreachCore
package import Postgres
package import Store

/// Gives a review to the caller, or to a colleague, to work on: others leave it be for a while.
package struct AssignReview: RepeatableOperation {
    package static let name = "assign_review"
    package static let roles: Set<Role> = [.steward]

    package let review: ReviewID
    /// The colleague's sign-in; the caller where there is none.
    package let colleague: SignIn?

    package init(_ review: ReviewID, to colleague: SignIn? = nil) {
        self.review = review
        self.colleague = colleague
    }

    /// A morning: long enough for telephone calls, short enough that nothing is left lying with somebody who is ill.
    static let lease = Duration.seconds(4 * 3_600)

    package struct Outcome: Hashable, Codable, Sendable {
        package let review: ReviewID
        package let assignedUntil: Date
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        guard let found = try session.review(review, today: moment.today) else { throw Refusal.notFound("review") }
        let account = try colleague.map { try session.colleague($0) } ?? member.account
        guard let account else { throw Refusal.notFound("colleague") }
        guard found.standing != .closed else {
            throw refusal(of: found, "This review is closed. There is nothing left to do.")
        }
        guard let until = try session.assign(review, to: account, for: Self.lease) else {
            throw refusal(of: found, "Somebody else works on this review. Ask them to release it.")
        }
        return Effect(
            Outcome(review: review, assignedUntil: until),
            audit: AuditEntry(
                Self.name, people: found.people,
                details: ["review": review.description, "account": account.description]))
    }

    private func refusal(of review: Review, _ sentence: String) -> AuditedRefusal {
        AuditedRefusal(
            Refusal(.conflict, sentence),
            audit: AuditEntry(Self.name + "_refused", people: review.people, details: ["review": review.id.description])
        )
    }
}

/// Puts a review back for whoever comes first.
package struct ReleaseReview: RepeatableOperation {
    package static let name = "release_review"
    package static let roles: Set<Role> = [.steward]

    package let review: ReviewID

    package init(_ review: ReviewID) {
        self.review = review
    }

    package enum Outcome: String, Codable, Sendable {
        case released
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        guard let found = try session.review(review, today: moment.today) else { throw Refusal.notFound("review") }
        try session.release(review)
        return Effect(
            .released, audit: AuditEntry(Self.name, people: found.people, details: ["review": review.description]))
    }
}
