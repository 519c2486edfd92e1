internal import OutreachCore
internal import Postgres
internal import Store

/// Carries a verdict out, and knows what it did.
struct ReviewEffect {
    private let matter: ReviewMatter
    private let reason: String
    private let moment: Moment
    private var result: ReviewStep.Outcome = .done
    private var merge: MergeID?
    private var exclusion: ExclusionID?
    private var number: NHSNumber?
    private var conflict: ReviewID?
    private var warnings: [DoseWarning] = []

    /// Does it, within the transaction that holds the locks of everybody concerned.
    init(
        _ matter: ReviewMatter, _ verdict: ReviewVerdict, reason: String, returnsOn: CalendarDate?,
        in session: borrowing Session, at moment: Moment
    ) throws {
        (self.matter, self.reason, self.moment) = (matter, reason, moment)
        switch verdict {
        case .same: try same(in: session)
        case .different: try different(in: session)
        case .moreInformation: try wait(until: returnsOn, in: session)
        case .giveNumber: try giveNumber(in: session)
        case .closeNumber: try closeNumber(in: session)
        case .keep: try session.close(matter.review.id, reason: "kept")
        case .accept: try accept(in: session)
        case .confirm, .reject, .undo: throw matter.refusal(.conflict, "This is no decision by itself.")
        }
    }

    func step(_ verdict: ReviewVerdict, reason: String) -> NewReviewStep {
        var step = NewReviewStep(verdict, result, reason: reason)
        (step.merge, step.exclusion, step.number) = (merge, exclusion, number)
        return step
    }

    func outcome(_ review: ReviewID) -> DecideReview.Outcome {
        DecideReview.Outcome(
            review: review, outcome: result, standing: result == .waiting ? .waiting : .closed, merge: merge,
            exclusion: exclusion, conflict: conflict, warnings: warnings)
    }

    private var review: Review { matter.review }
    private var evidence: String { "review \(review.id)" }

    // MARK: The verdicts

    private mutating func same(in session: borrowing Session) throws {
        guard review.kind != .trace else { return try giveFreeNumber(in: session) }
        guard let other = matter.counterpart else {
            throw matter.refusal(.conflict, "There is no other person here any more. Look at the review again.")
        }
        if review.conflict == .superseded, let old = review.number {
            try change(in: session).take(old, in: session)
        }
        let merged = try session.merge(review.person, other, reason: reason, at: moment)
        (merge, warnings) = (merged.merge, merged.warnings)
        try session.close(review.id, reason: "same")
    }

    /// A number that somebody else holds, or beside which the person has another, is a conflict for somebody to decide.
    private mutating func giveFreeNumber(in session: borrowing Session) throws {
        let found = try foundNumber()
        try refuseEnded(found)
        if let holder = matter.holder, !matter.isOwn(holder) {
            return try openConflict(.numberHeld, found, with: holder, in: session)
        }
        guard matter.numbers[review.person]?.isEmpty ?? true else {
            return try openConflict(.twoNumbers, found, with: nil, in: session)
        }
        try give(found, in: session)
        try session.close(review.id, reason: "same")
    }

    private mutating func different(in session: borrowing Session) throws {
        let id = ExclusionID()
        if review.kind == .duplicate, let other = review.other {
            _ = try session.exclude(review.person, other, as: id, reason: reason)
        } else {
            _ = try session.exclude(try foundNumber(), from: review.person, as: id, reason: reason)
        }
        exclusion = id
        try session.close(review.id, reason: "different")
        try session.closeExcludedReviews(of: matter.people)
    }

    private mutating func wait(until day: CalendarDate?, in session: borrowing Session) throws {
        result = .waiting
        try session.move(
            review.id, to: .waiting, until: day ?? moment.today.adding(days: DecideReview.usualWait))
    }

    private mutating func giveNumber(in session: borrowing Session) throws {
        let given: NHSNumber
        if review.conflict == .superseded {
            guard let successor = matter.patient?.supersededBy else {
                throw matter.refusal(.conflict, "The reference names no number that follows. Close the number instead.")
            }
            given = successor
        } else {
            given = try foundNumber()
            try refuseEnded(given)
        }
        try give(given, in: session)
        try session.close(review.id, reason: "number given")
    }

    private mutating func closeNumber(in session: borrowing Session) throws {
        let wrong = try foundNumber()
        let id = ExclusionID()
        if try session.exclude(wrong, from: review.person, as: id, reason: reason) { exclusion = id }
        try change(in: session).take(wrong, in: session)
        number = wrong
        try session.close(review.id, reason: "number closed")
    }

    private mutating func accept(in session: borrowing Session) throws {
        _ = try change(in: session)
        try session.advanceCases(
            of: matter.group(of: review.person), by: .withdraw, evidence: evidence, on: moment.today)
        try session.close(review.id, reason: "accepted")
    }

    // MARK: Numbers

    private func foundNumber() throws -> NHSNumber {
        guard let number = review.number else {
            throw matter.refusal(.conflict, "This review names no NHS number. Declare the two to be two instead.")
        }
        return number
    }

    private mutating func give(_ given: NHSNumber, in session: borrowing Session) throws {
        let excluded = ExcludedPairs(of: matter.members, try session.exclusions(of: matter.people))
        guard !excluded.isExcluded(given, from: matter.golden(of: review.person)) else {
            throw matter.refusal(
                .conflict, "A steward declared that this number is not this person's. Withdraw that first.")
        }
        try change(in: session).give(given, in: session)
        number = given
    }

    private func change(in session: borrowing Session) throws -> ChangeUnderWay {
        try ChangeUnderWay(
            NumberChange(of: review.person, among: matter.people, by: review.id, declaring: exclusion), reason: reason,
            evidence: evidence, in: session, at: moment)
    }

    private func refuseEnded(_ found: NHSNumber) throws {
        guard matter.patient?.supersededBy == nil else {
            throw matter.refusal(
                .conflict, "This number was replaced by another one. Enter that one: outreach number enter.")
        }
    }

    private mutating func openConflict(
        _ kind: ConflictKind, _ found: NHSNumber, with holder: PersonID?, in session: borrowing Session
    ) throws {
        let id = ReviewID()
        let evidence = PairEvidence(
            score: review.score, rule: "steward", reasons: review.reasons, vetoes: review.vetoes)
        try session.open([
            NewReview(
                .conflict, review.person, conflict: kind, other: holder, record: review.record, number: found.digits,
                match: evidence, id: id)
        ])
        // One that was open already stays the one.
        let open = try session.reviews(of: [review.person], today: moment.today)
        result = .inConflict
        conflict = open.first { $0.kind == .conflict && $0.number == found }?.id ?? id
        try session.close(review.id, reason: "in conflict")
    }
}
