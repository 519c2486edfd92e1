package import Foundation
package import Linkage
package import OutreachCore
package import Postgres
package import Store

/// Shows everything that a steward needs for a decision: both records side by side, why they are doubtful, who else
/// could be meant, and what was found and decided before.
package struct ShowReview: Operation {
    package static let name = "show_review"
    package static let roles: Set<Role> = [.steward]

    package let review: ReviewID

    package init(_ review: ReviewID) {
        self.review = review
    }

    package struct Outcome: Encodable, Sendable, PersonalData {
        package let reviewID: ReviewID
        /// To be given back with the decision: other than this, something has changed meanwhile.
        package let version: Int
        package let kind: NewReview.Kind
        package let conflict: ConflictKind?
        package let standing: ReviewStanding
        package let openedAt: Date
        package let closedAt: Date?
        package let closeReason: String?
        package let waitsUntil: CalendarDate?
        package let assigneeName: String?
        package let assignedUntil: Date?
        package let runID: RunID?
        package let personID: PersonID
        package let otherPersonID: PersonID?
        /// Who holds the number that this is about.
        package let holderPersonID: PersonID?
        /// What agrees and what does not, in words, when it was opened.
        package let reasons: [String]
        package let vetoes: [String]
        /// Evidence in bits when it was opened; ``waterfall`` adds up to what it is now.
        package let score: Double
        package let waterfall: Waterfall?
        package let fields: [ComparedField]
        package let runnerUp: ShownRunnerUp?
        package let traces: [TraceEntry]
        package let steps: [ReviewStep]
        package let otherReviews: [OtherReview]
        package let verdicts: [ReviewVerdict]
        /// Why another steward would have to confirm that the two are the same.
        package let causes: [SecondPersonCause]
    }

    /// Who else could be meant.
    package struct ShownRunnerUp: Encodable, Sendable, PersonalData {
        package let personID: PersonID?
        package let nhsNumber: NHSNumber?
        package let score: Double
        package let reasons: [String]
        package let fields: [ComparedField]
    }

    /// Another open review that concerns one of the two.
    package struct OtherReview: Encodable, Sendable {
        package let reviewID: ReviewID
        package let kind: NewReview.Kind
        package let conflict: ConflictKind?
        package let standing: ReviewStanding
    }

    /// Traces that are shown, the latest ones.
    static let shownTraces = 20

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        let matter = try session.matter(of: review, at: moment)
        let evidence = try ReviewEvidence(matter, in: session)
        let outcome = Outcome(
            matter, evidence, runnerUp: try runnerUp(evidence, matter, in: session),
            traces: try session.traces(of: matter.group(of: matter.review.person), maximum: Self.shownTraces),
            steps: try session.steps(of: matter.review))
        let seen = matter.people + [outcome.runnerUp?.personID].compactMap(\.self)
        return Effect(
            outcome, audit: AuditEntry(Self.name, people: seen, details: ["review": review.description]))
    }

    private func runnerUp(
        _ evidence: ReviewEvidence, _ matter: ReviewMatter, in session: borrowing Session
    ) throws -> ShownRunnerUp? {
        guard let found = evidence.runnerUp, let this = matter.shownPerson(matter.review.person) else { return nil }
        let record: ShownRecord? =
            if let person = found.person {
                try session.details(of: [person])[person].map { ShownRecord($0, numbers: []) }
            } else {
                try found.number.flatMap { try session.patient($0) }.map { ShownRecord($0) }
            }
        return ShownRunnerUp(
            personID: found.person, nhsNumber: found.number, score: found.assessment.score,
            reasons: found.assessment.reasons, fields: ShownRecord.compare(this, record))
    }
}

extension ShowReview.Outcome {
    fileprivate init(
        _ matter: ReviewMatter, _ evidence: ReviewEvidence, runnerUp: ShowReview.ShownRunnerUp?,
        traces: [TraceEntry], steps: [ReviewStep]
    ) {
        let review = matter.review
        reviewID = review.id
        version = matter.version
        kind = review.kind
        conflict = review.conflict
        standing = review.standing
        openedAt = review.openedAt
        closedAt = review.closedAt
        closeReason = review.closeReason
        waitsUntil = review.standing == .waiting ? review.waitsUntil : nil
        assigneeName = review.assigneeName
        assignedUntil = review.assignedUntil
        runID = review.run
        personID = review.person
        otherPersonID = review.other
        holderPersonID = matter.holder
        reasons = review.reasons
        vetoes = review.vetoes
        score = review.score
        waterfall = evidence.assessment?.waterfall
        fields = matter.shownPerson(review.person).map { ShownRecord.compare($0, matter.shownOther) } ?? []
        self.runnerUp = runnerUp
        self.traces = traces
        self.steps = steps
        otherReviews = matter.others.map {
            ShowReview.OtherReview(reviewID: $0.id, kind: $0.kind, conflict: $0.conflict, standing: $0.standing)
        }
        verdicts = matter.verdicts
        causes = review.standing == .closed ? [] : matter.causes(for: .same, evidence)
    }
}

extension ReviewMatter {
    /// The details of one of the people, with the live numbers of the group.
    fileprivate func shownPerson(_ person: PersonID) -> ShownRecord? {
        details[person].map { ShownRecord($0, numbers: (numbers[person] ?? []).map(\.number)) }
    }

    /// The other side: the patient for a trace, else the other person.
    fileprivate var shownOther: ShownRecord? {
        if review.kind != .trace, let other = review.other ?? counterpart, let shown = shownPerson(other) {
            return shown
        }
        return patient.map { ShownRecord($0) }
    }
}
