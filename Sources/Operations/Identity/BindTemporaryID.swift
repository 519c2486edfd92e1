package import OutreachCore
package import Postgres
package import Store

/// Makes a blank card the card of a worker, with everything that an enrolment does.
///
/// Somebody who is known already keeps the ID that the answer names, and the card stays blank.
package struct BindTemporaryID: RepeatableOperation {
    package static let name = "bind_temporary_id"
    package static let roles: Set<Role> = [.manager, .registrar, .administrator]

    package typealias Outcome = EnrolmentOutcome

    package let temporaryID: String
    package let form: WorkerForm
    /// The employer's code; empty for a manager's own.
    package let employer: String
    package let dateOrder: DateOrder

    package init(
        _ temporaryID: String, to form: WorkerForm, employer: String = "", dateOrder: DateOrder = .isoOnly
    ) {
        self.temporaryID = temporaryID
        self.form = form
        self.employer = employer
        self.dateOrder = dateOrder
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<EnrolmentOutcome> {
        let entry = WorkerEntry(form, order: dateOrder, today: moment.today)
        guard !entry.hasErrors else { throw Refusal.invalid(entry.problems.filter { $0.severity == .error }) }
        let employer = try session.employer(entered: employer, by: member)
        let held = try session.temporaryID(entered: temporaryID)
        var state = held.state
        try state.require(.bind)
        let row = EnrolmentRow(number: 1, employer: employer, entry: entry, blankCard: held)
        try session.lockEnrolment(
            keys: row.keys, employer: employer.id, reference: entry.employerReference)
        var generator = SystemRandomNumberGenerator()
        let outcomes = try EnrolmentPlan([row], in: session, by: member)
            .write(in: session, at: moment, using: &generator)
        guard let outcome = outcomes.first else { throw Refusal.notFound("worker") }
        let audit = AuditEntry(
            Self.name, people: outcome.person.map { [$0] } ?? [],
            details: ["temporary_id": held.id.canonical, "result": outcome.result.rawValue])
        return Effect(outcome, audit: audit)
    }
}
