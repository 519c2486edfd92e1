package import OutreachCore
package import Postgres
package import Store

/// Takes back what the last decision of a review did: its merge, the number that it gave, or its declaration.
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
        /// What was taken back.
        package var merge: MergeID?
        package var exclusion: ExclusionID?
        package var number = false
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        let reason = try StatedReason(reason).text
        let matter = try session.lockedMatter(of: review, at: moment)
        let steps = try session.steps(of: matter.review)
        guard matter.review.standing == .closed, let last = steps.last, last.outcome == .done else {
            throw matter.refusal(.conflict, "There is no decision here that could be taken back.")
        }
        let outcome = try takeBack(last, of: verdict(last, steps), matter, reason, in: session, at: moment)
        try session.add(NewReviewStep(.undo, .undone, reason: reason), to: matter.review)
        return Effect(
            outcome,
            audit: AuditEntry(Self.name, people: matter.people, details: ["review": review.description]))
    }

    /// What a confirmation confirmed, else the decision itself.
    private func verdict(_ last: ReviewStep, _ steps: [ReviewStep]) -> ReviewVerdict {
        guard last.decision == .confirm else { return last.decision }
        return steps.last { $0.outcome == .proposed }?.decision ?? last.decision
    }

    private func takeBack(
        _ step: ReviewStep, of verdict: ReviewVerdict, _ matter: ReviewMatter, _ reason: String,
        in session: borrowing Session, at moment: Moment
    ) throws -> Outcome {
        var outcome = Outcome(review: review)
        switch verdict {
        case .same, .different: break
        case .moreInformation, .giveNumber, .closeNumber, .keep, .accept, .confirm, .reject, .undo:
            throw matter.refusal(
                .conflict, "A number that was moved or closed is entered anew: outreach number enter.")
        }
        if let merge = step.mergeID, let found = try session.merge(merge) {
            _ = try session.unmerge(found.merge, reason: reason, at: moment)
            outcome.merge = merge
        }
        if let number = step.nhsNumber, let holder = try session.person(holding: number), matter.isOwn(holder) {
            try session.take(
                number, among: matter.people, reason: reason, evidence: "undone review \(review)", at: moment)
            outcome.number = true
        }
        if let exclusion = step.exclusionID, try session.exclusion(exclusion)?.withdrawnAt == nil {
            try session.withdraw(exclusion, reason: reason)
            outcome.exclusion = exclusion
        }
        return outcome
    }
}
