package import Foundation
package import OutreachCore
package import Postgres

/// What a steward can decide about a review.
package enum ReviewVerdict: String, Hashable, Codable, Sendable, CaseIterable, PostgresValue {
    /// The two are one human, or the person is that patient.
    case same
    /// They are two, or the number is not the person's: for ever, until somebody withdraws it.
    case different
    case moreInformation = "more_information"
    /// The number belongs to this person, whoever holds it or whatever number the person holds.
    case giveNumber = "give_number"
    /// The number that the person holds is nobody's here.
    case closeNumber = "close_number"
    /// All stays as it is.
    case keep
    /// The report of a death is right: the case ends.
    case accept
    /// What a colleague proposed is right.
    case confirm
    /// What a colleague proposed is not right, or the own proposal was a mistake.
    case reject
    /// What was decided is taken back.
    case undo
}

/// A step of the decision about a review.
package struct ReviewStep: Hashable, Encodable, Sendable, PersonalData {
    /// What came of it.
    package enum Outcome: String, Hashable, Codable, Sendable, PostgresValue {
        case done
        /// Another steward has to confirm it.
        case proposed
        case waiting
        case rejected
        /// The number is held by another person: a conflict was opened.
        case inConflict = "in_conflict"
        case undone
    }

    package let step: Int
    package let decision: ReviewVerdict
    package let outcome: Outcome
    package let reason: String
    package let decidedAt: Date
    package let decidedByName: String
    package let decidedBy: AccountID
    package let mergeID: MergeID?
    package let exclusionID: ExclusionID?
    package let nhsNumber: NHSNumber?

    private enum CodingKeys: CodingKey {
        case step, decision, outcome, reason, decidedAt, decidedByName, mergeID, exclusionID
    }

    fileprivate init(row: borrowing Row) throws {
        step = try row.value("step")
        decision = try row.value("decision")
        outcome = try row.value("outcome")
        reason = try row.value("reason")
        decidedAt = try row.value("decided_at")
        decidedByName = try row.optional("name") ?? ""
        decidedBy = try row.value("decided_by")
        mergeID = try row.optional("merge_id")
        exclusionID = try row.optional("exclusion_id")
        nhsNumber = try row.optional("nhs_number")
    }
}

/// A step that is to be taken down; what it did beside it, so that it can be taken back.
package struct NewReviewStep: Sendable {
    package let verdict: ReviewVerdict
    package let outcome: ReviewStep.Outcome
    package let reason: String
    /// The step that it confirms or rejects.
    package var proposal: Int?
    package var merge: MergeID?
    package var exclusion: ExclusionID?
    package var number: NHSNumber?

    package init(_ verdict: ReviewVerdict, _ outcome: ReviewStep.Outcome, reason: String) {
        self.verdict = verdict
        self.outcome = outcome
        self.reason = reason
    }
}

/// Whoever proposed something tries to confirm it.
package struct OwnProposal: Error {}

extension Session {
    /// The steps of a review's decision, the first one first.
    package func steps(of review: Review) throws -> [ReviewStep] {
        try all(.query("review/list_decisions"), review.person, review.id, decode: ReviewStep.init(row:))
    }

    /// Takes down the next step; the caller holds the review's lock.
    ///
    /// - Throws: ``OwnProposal`` where somebody confirms what they proposed.
    package func add(_ step: NewReviewStep, to review: Review) throws {
        try addStep(
            step, person: review.person, review: review.id, number: review.steps + 1)
    }

    /// Takes down the first step of a review that was opened with it.
    package func addFirst(_ step: NewReviewStep, to review: ReviewID, of person: PersonID) throws {
        try addStep(step, person: person, review: review, number: 1)
    }

    private func addStep(_ step: NewReviewStep, person: PersonID, review: ReviewID, number: Int) throws {
        do {
            try execute(
                .query("review/add_decision"), person, review, number, step.verdict, step.outcome, step.reason,
                step.proposal, step.merge, step.exclusion, step.number)
        } catch let error as PostgresError where error.constraint == "nobody_confirms_the_own_proposal" {
            throw OwnProposal()
        }
    }
}
