package import Foundation
package import OutreachCore
package import Postgres

/// What a conflict is about: each has its own way out, and none is resolved by a machine.
package enum ConflictKind: String, Hashable, Codable, Sendable, CaseIterable, PostgresValue {
    /// The number that was found for this person is held by another one.
    case numberHeld = "number_held"
    /// One number was found for two people who are not certainly one.
    case numberShared = "number_shared"
    /// Two numbers were found for one person, or one was found beside the one that is held.
    case twoNumbers = "two_numbers"
    /// The number that the person holds was replaced by another one.
    case superseded
    /// The number that the person holds is no longer a patient's.
    case invalidated
    /// The patient whose number the person holds has died.
    case deceased

    /// Whether it is about a number that the person holds, and not about one that was found.
    package var isAboutHeldNumber: Bool {
        switch self {
        case .superseded, .invalidated, .deceased: true
        case .numberHeld, .numberShared, .twoNumbers: false
        }
    }
}

/// Where a review stands today.
package enum ReviewStanding: String, Hashable, Codable, Sendable, CaseIterable, PostgresValue {
    case open
    /// Somebody needs more information; it comes back by date, or when somebody's details have changed.
    case waiting
    /// A steward has decided, and another one has to confirm it.
    case proposed
    case closed
}

/// A doubtful match as it stands now.
package struct Review: Hashable, Sendable {
    package let id: ReviewID
    package let person: PersonID
    package let kind: NewReview.Kind
    /// Of a conflict; `nil` for those opened before there were several kinds.
    package let conflict: ConflictKind?
    /// The other person of a duplicate or a conflict.
    package let other: PersonID?
    package let record: String?
    package let number: NHSNumber?
    /// Evidence in bits, when it was opened.
    package let score: Double
    package let reasons: [String]
    package let vetoes: [String]
    package let run: RunID?
    package let openedAt: Date
    package let closedAt: Date?
    package let closeReason: String?
    package let standing: ReviewStanding
    package let waitsUntil: CalendarDate?
    /// Who works on it now.
    package let assignee: AccountID?
    package let assigneeName: String?
    package let assignedUntil: Date?
    /// Steps of its decision so far.
    package let steps: Int

    fileprivate init(row: borrowing Row) throws {
        id = try row.value("review_id")
        person = try row.value("person_id")
        kind = try row.value("kind")
        conflict = try row.optional("conflict")
        other = try row.optional("other_person_id")
        record = try row.optional("record_id")
        number = try row.optional("nhs_number")
        score = try row.value("score")
        reasons = try row.array("reasons")
        vetoes = try row.array("vetoes")
        run = try row.optional("run_id")
        openedAt = try row.value("opened_at")
        closedAt = try row.optional("closed_at")
        closeReason = try row.optional("close_reason")
        standing = try row.value("standing")
        waitsUntil = try row.optional("waits_until")
        assignee = try row.optional("assigned_to")
        assigneeName = try row.optional("assignee_name")
        assignedUntil = try row.optional("assigned_until")
        steps = try row.value("steps")
    }

    /// Both ends, where there are two.
    package var people: [PersonID] { [person] + (other.map { [$0] } ?? []) }
}

/// Which reviews are wanted.
package struct ReviewFilter: Hashable, Sendable {
    /// All where there are none.
    package var kinds: [NewReview.Kind] = []
    package var standings: [ReviewStanding] = [.open, .proposed]
    package var assignee: AccountID?
    package var isUnassigned = false
    package var openedBefore: Date?

    package init() {}
}

/// How many reviews of a kind wait.
package struct ReviewCount: Hashable, Encodable, Sendable {
    package let kind: NewReview.Kind
    package let conflict: ConflictKind?
    package let open: Int
    package let waiting: Int
    package let proposed: Int
    /// Of all these, those that somebody works on now.
    package let assigned: Int
    package let oldestOpenedAt: Date
}

/// How much one steward has decided on one day.
package struct DecisionCount: Hashable, Encodable, Sendable {
    package let day: CalendarDate
    package let name: String
    package let decisions: Int
}

/// How the queue stands, for whoever watches the service.
package struct ReviewHealth: Hashable, Sendable {
    package let open: Int
    package let oldestSeconds: Double
}

extension Session {
    /// Reviews, the one that has waited longest first.
    package func reviews(
        _ filter: ReviewFilter, today: CalendarDate, after last: ReviewID?, maximum: Int
    ) throws -> [Review] {
        try all(
            .query("review/list"), filter.kinds.isEmpty ? nil : PostgresArray(filter.kinds),
            PostgresArray(filter.standings), filter.assignee, filter.isUnassigned, filter.openedBefore, today, last,
            maximum, decode: Review.init(row:))
    }

    /// A review, or `nil` where the actor sees none of this id.
    package func review(_ id: ReviewID, today: CalendarDate) throws -> Review? {
        try first(.query("review/find"), id, today, decode: Review.init(row:))
    }

    /// The open reviews that concern these people.
    package func reviews(of people: [PersonID], today: CalendarDate) throws -> [Review] {
        try all(.query("review/list_of_people"), PostgresArray(people), today, decode: Review.init(row:))
    }

    /// Keeps everybody else from changing a review until the transaction ends.
    package func lockReview(_ id: ReviewID) throws {
        _ = try first(.query("review/lock"), id) { try $0.value("review_id", as: ReviewID.self) }
    }

    /// Gives a review to somebody for so long, or answers `nil` where a third person works on it.
    package func assign(_ review: ReviewID, to account: AccountID, for lease: Duration) throws -> Date? {
        try first(.query("review/assign"), review, account, Double(lease.components.seconds)) {
            try $0.value("assigned_until")
        }
    }

    package func release(_ review: ReviewID) throws {
        try execute(.query("review/release"), review)
    }

    /// Moves an open review to another standing; `day` says when one that waits comes back.
    package func move(_ review: ReviewID, to standing: ReviewStanding, until day: CalendarDate? = nil) throws {
        try execute(.query("review/move"), review, standing, day)
    }

    /// Closes a review, unless what was done about it has closed it already.
    package func close(_ review: ReviewID, reason: String) throws {
        try execute(.query("review/close"), review, reason)
    }

    /// Closes the open reviews of these people that a declaration has answered.
    package func closeExcludedReviews(of people: [PersonID]) throws {
        try execute(.query("review/close_excluded"), PostgresArray(people))
    }

    /// Opens a conflict for every live number with which something is wrong in the reference; answers how many.
    package func openConflicts(with reference: ReferenceID, run: RunID?) throws -> Int {
        try execute(.query("review/open_reference_conflicts"), reference, run)
    }

    package func reviewCounts(today: CalendarDate) throws -> [ReviewCount] {
        try all(.query("review/count_open"), today) { row in
            ReviewCount(
                kind: try row.value("kind"), conflict: try row.optional("conflict"), open: try row.value("open"),
                waiting: try row.value("waiting"), proposed: try row.value("proposed"),
                assigned: try row.value("assigned"), oldestOpenedAt: try row.value("oldest_opened_at"))
        }
    }

    package func decisionCounts(since instant: Date) throws -> [DecisionCount] {
        try all(.query("review/count_decided"), instant) { row in
            DecisionCount(
                day: try row.value("day"), name: try row.optional("name") ?? "", decisions: try row.value("decisions"))
        }
    }

    /// How the queue stands; also for whoever may not see it.
    package func reviewHealth() throws -> ReviewHealth? {
        try first(.query("review/read_health")) { row in
            ReviewHealth(open: try row.value("open"), oldestSeconds: try row.value("oldest_seconds"))
        }
    }

    /// The account of a colleague in the same role at the same organisation, by sign-in.
    package func colleague(_ signIn: SignIn) throws -> AccountID? {
        try first(.query("account/find_colleague"), signIn) { try $0.optional("account_id", as: AccountID.self) } ?? nil
    }
}
