package import OutreachCore
package import Postgres
package import Store

/// Decides a doubtful match.
///
/// What the verdict says is done in the same transaction: a merge, a number, a declaration. Where the dates of birth
/// differ, more than one candidate fits or a number moves, the first steward proposes and another one confirms.
package struct DecideReview: RepeatableOperation, PersonalData {
    package static let name = "decide_review"
    package static let roles: Set<Role> = [.steward]

    package let review: ReviewID
    package let verdict: ReviewVerdict
    package let reason: String
    /// Of what waits for more information: when it comes back at the latest.
    package let returnsOn: CalendarDate?
    /// What ``ShowReview`` showed; where anything of it has changed, nothing is decided.
    package let seenVersion: Int?

    package init(
        _ review: ReviewID, _ verdict: ReviewVerdict, reason: String, returnsOn: CalendarDate? = nil,
        seenVersion: Int? = nil
    ) {
        self.review = review
        self.verdict = verdict
        self.reason = reason
        self.returnsOn = returnsOn
        self.seenVersion = seenVersion
    }

    package struct Outcome: Hashable, Codable, Sendable {
        package let review: ReviewID
        package let outcome: ReviewStep.Outcome
        package let standing: ReviewStanding
        /// Why another steward has to confirm it.
        package var causes: [SecondPersonCause] = []
        package var merge: MergeID?
        package var exclusion: ExclusionID?
        /// The conflict that the decision ran into.
        package var conflict: ReviewID?
        package var warnings: [DoseWarning] = []
        /// Of the review as it stands now.
        package var version: Int = 0
    }

    /// Days after which a review comes back that waits without a date.
    package static let usualWait = 14

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        let reason = try StatedReason(reason).text
        let matter = try session.lockedMatter(of: review, at: moment)
        try check(matter, member, on: moment.today)
        var outcome: Outcome
        switch verdict {
        case .confirm, .reject: outcome = try second(matter, member, reason, in: session, at: moment)
        default: outcome = try first(matter, reason, in: session, at: moment)
        }
        outcome.version = try session.matter(of: review, at: moment).version
        return Effect(outcome, audit: entry(for: outcome, matter))
    }

    private func entry(for outcome: Outcome, _ matter: ReviewMatter) -> AuditEntry {
        var details = [
            "review": review.description, "verdict": verdict.rawValue, "outcome": outcome.outcome.rawValue,
        ]
        details["merge"] = outcome.merge?.description
        details["exclusion"] = outcome.exclusion?.description
        details["conflict"] = outcome.conflict?.description
        return AuditEntry(Self.name, people: matter.people, details: details)
    }

    // MARK: What forbids it

    private func check(_ matter: ReviewMatter, _ member: Membership, on today: CalendarDate) throws {
        guard matter.review.standing != .closed else {
            throw matter.refusal(.conflict, "This review is closed already. Look at it: outreach review show.")
        }
        guard seenVersion == nil || seenVersion == matter.version else {
            throw matter.refusal(
                .changedMeanwhile, "Something of this review has changed since you saw it. Look again, then decide.")
        }
        if let assignee = matter.review.assignee, assignee != member.account {
            throw matter.refusal(.conflict, "Somebody else works on this review. Ask them to release it.")
        }
        guard matter.verdicts.contains(verdict) else {
            let words = matter.verdicts.map(\.rawValue).joined(separator: ", ")
            throw matter.refusal(.conflict, "This cannot be decided here. What can be: \(words).")
        }
        if let returnsOn, verdict != .moreInformation || returnsOn <= today {
            throw matter.refusal(
                .invalid, "A day to come back belongs to more_information, and has to be still to come.")
        }
    }

    // MARK: One steward, and two

    private func first(
        _ matter: ReviewMatter, _ reason: String, in session: borrowing Session, at moment: Moment
    ) throws -> Outcome {
        let causes = matter.causes(for: verdict, try ReviewEvidence(matter, in: session))
        guard causes.isEmpty else {
            try session.add(NewReviewStep(verdict, .proposed, reason: reason), to: matter.review)
            try session.move(review, to: .proposed)
            return Outcome(review: review, outcome: .proposed, standing: .proposed, causes: causes)
        }
        let effect = try ReviewEffect(matter, verdict, reason: reason, returnsOn: returnsOn, in: session, at: moment)
        try session.add(effect.step(verdict, reason: reason), to: matter.review)
        return effect.outcome(review)
    }

    private func second(
        _ matter: ReviewMatter, _ member: Membership, _ reason: String, in session: borrowing Session, at moment: Moment
    ) throws -> Outcome {
        guard let proposal = try session.steps(of: matter.review).last, proposal.outcome == .proposed else {
            throw matter.refusal(.conflict, "Nothing is proposed here. Decide it yourself.")
        }
        if verdict == .reject {
            var step = NewReviewStep(.reject, .rejected, reason: reason)
            step.proposal = proposal.step
            try session.add(step, to: matter.review)
            try session.move(review, to: .open)
            return Outcome(review: review, outcome: .rejected, standing: .open)
        }
        guard proposal.decidedBy != member.account else { throw ownProposal(matter) }
        let effect = try ReviewEffect(
            matter, proposal.decision, reason: reason, returnsOn: nil, in: session, at: moment)
        var step = effect.step(.confirm, reason: reason)
        step.proposal = proposal.step
        do {
            try session.add(step, to: matter.review)
        } catch is OwnProposal {
            throw ownProposal(matter)
        }
        return effect.outcome(review)
    }

    private func ownProposal(_ matter: ReviewMatter) -> AuditedRefusal {
        matter.refusal(.conflict, "You proposed this yourself. Another steward has to confirm it.")
    }
}
