package import OutreachCore
package import Postgres
package import Store

/// Takes back what the last decision of a review did: its merge, its declaration, the numbers that it gave, moved or
/// closed, and the case that it ended.
///
/// The machine does not decide the same again: people who were taken apart stay apart, and nobody is asked once more.
package struct UndoReview: RepeatableOperation, PersonalData {
    package static let name = "undo_review"
    package static let roles: Set<Role> = [.steward]

    package let review: ReviewID
    package let reason: String

    package init(_ review: ReviewID, reason: String) {
        self.review = review
        self.reason = reason
    }

    package struct Outcome: Hashable, Codable, Sendable {
        package let review: ReviewID
        // What was taken back.
        package var merge: MergeID?
        package var exclusion: ExclusionID?
        /// Whether somebody lost a number that the decision gave.
        package var number = false
        /// Whether somebody has a number again that the decision took.
        package var returned = false
        /// Whether a case that the decision moved stands where it stood.
        package var restored = false
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        let reason = try StatedReason(reason).text
        let seen = try session.numberChange(of: review)
        let matter = try session.lockedMatter(of: review, beside: seen?.people ?? [], at: moment)
        let change = try session.numberChange(of: review)
        guard seen?.id == change?.id else {
            throw matter.refusal(.changedMeanwhile, "Somebody has decided this review meanwhile. Look again.")
        }
        let steps = try session.steps(of: matter.review)
        guard matter.review.standing == .closed, let last = steps.last, last.outcome == .done else {
            throw matter.refusal(.conflict, "There is no decision here that could be taken back.")
        }
        let people = try session.components(of: matter.people + (change?.people ?? [])).map(\.id)
        let undo = try change.map { try NumberUndo(of: $0, among: people, in: session) }
        let outcome = try takeBack(last, with: undo, matter, reason, in: session, at: moment)
        try session.add(NewReviewStep(.undo, .undone, reason: reason), to: matter.review)
        return Effect(
            outcome, audit: AuditEntry(Self.name, people: people, details: ["review": review.description]))
    }

    private func takeBack(
        _ step: ReviewStep, with undo: NumberUndo?, _ matter: ReviewMatter, _ reason: String,
        in session: borrowing Session, at moment: Moment
    ) throws -> Outcome {
        var outcome = Outcome(review: review)
        if let merge = step.mergeID, let found = try session.merge(merge), found.isOpen || undo == nil {
            _ = try session.unmerge(found.merge, reason: reason, at: moment)
            outcome.merge = merge
        }
        if let undo {
            do {
                let evidence = "undone review \(review)"
                let effect = try undo.perform(reason: reason, evidence: evidence, in: session, at: moment)
                (outcome.number, outcome.returned) = (effect.closed > 0, effect.returned > 0)
                (outcome.restored, outcome.exclusion) = (effect.cases > 0, effect.exclusion)
            } catch let obstacle as NumberUndo.Obstacle {
                throw matter.refusal(.conflict, obstacle.sentence)
            }
        } else if let exclusion = step.exclusionID, try session.exclusion(exclusion)?.withdrawnAt == nil {
            try session.withdraw(exclusion, reason: reason)
            outcome.exclusion = exclusion
        }
        guard undo != nil || outcome.merge != nil || step.exclusionID != nil else { throw nothing(step, matter) }
        return outcome
    }

    /// A decision that changed nothing, or one of before there was a record of what it changed.
    private func nothing(_ step: ReviewStep, _ matter: ReviewMatter) -> AuditedRefusal {
        guard step.nhsNumber == nil, step.decision != .accept else {
            return matter.refusal(
                .conflict, "What this decision changed was not kept then. Enter or close the number: outreach number.")
        }
        return matter.refusal(.conflict, "This decision changed nothing, so there is nothing to take back.")
    }
}
