package import OutreachCore
package import Postgres
package import Store

/// Moves a registration case by what somebody reports.
///
/// A registrar works the cases of the own area, a steward all; an employer may say that one of the staff has left.
package struct MoveCase: RepeatableOperation, PersonalData {
    package static let name = "move_case"
    package static let roles: Set<Role> = [.registrar, .steward, .manager]

    package let registrationCase: String
    package let event: CaseEvent
    package let evidence: String
    /// The version that whoever reports has before them, where they say so.
    package let seenVersion: Int?

    /// - Parameters:
    ///   - registrationCase: the case's id or the person's temporary ID, as typed.
    ///   - event: what happened.
    ///   - evidence: what the step rests on; needed for a refusal, which a practice gives in writing.
    ///   - seenVersion: the case's version as it was shown; another one by now refuses the step.
    package init(_ registrationCase: String, _ event: CaseEvent, evidence: String, seenVersion: Int? = nil) {
        self.registrationCase = registrationCase
        self.event = event
        self.evidence = evidence
        self.seenVersion = seenVersion
    }

    package struct Outcome: Hashable, Codable, Sendable {
        package let caseID: CaseID
        package let version: Int
        package let state: RegistrationCase.State
        package let dueOn: CalendarDate?
        /// What is to be done next.
        package let effect: RegistrationCase.Effect
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        guard member.role != .manager || event == .leaveEmployment else {
            throw Refusal(.notPermitted, "An employer can only report that a worker has left: leave_employment.")
        }
        let evidence = try readEvidence()
        let record = try session.lockCase(registrationCase, for: Self.name).record
        guard member.role != .manager || record.employer == member.organisation else {
            throw refusal(of: record, "Another employer opened this case. Tell the outreach team of your area.")
        }
        guard seenVersion == nil || seenVersion == record.version else {
            throw refusal(
                of: record, "Somebody has moved this case since you saw it. Look at it again.", .changedMeanwhile)
        }
        guard
            let effect = try session.advanceCase(
                of: record.person, by: event.event, evidence: evidence, on: moment.today),
            let moved = try session.cases(of: [record.person]).first
        else {
            throw refusal(
                of: record, "This does not follow from where the case stands. Look at its steps.")
        }
        return Effect(
            Outcome(
                caseID: moved.id, version: moved.version, state: moved.state, dueOn: moved.dueOn, effect: effect),
            audit: AuditEntry(
                Self.name, people: [record.person],
                details: [
                    "case_id": record.id.description, "event": event.rawValue, "from": record.state.rawValue,
                    "to": moved.state.rawValue,
                ]))
    }

    private func readEvidence() throws(Refusal) -> String {
        var reader = FieldReader()
        let evidence = reader.text("evidence", evidence)
        if event == .refuse, evidence == nil, reader.problems.isEmpty {
            reader.refuse("evidence", "evidence_needed", "Enter the reason that the practice gave in writing.")
        }
        try reader.finish()
        return evidence ?? ""
    }

    private func refusal(
        of record: CaseRecord, _ sentence: String, _ code: Refusal.Code = .conflict
    ) -> AuditedRefusal {
        AuditedRefusal(
            Refusal(code, sentence),
            audit: AuditEntry(
                Self.name + "_refused", people: [record.person],
                details: ["case_id": record.id.description, "event": event.rawValue]))
    }
}
