package import OutreachCore
package import Postgres
package import Store

/// Enrols one worker: a temporary ID at once, unless the worker is known or has an NHS number after all.
package struct EnrolWorker: RepeatableOperation {
    package static let name = "enrol_worker"
    package static let roles: Set<Role> = [.manager, .administrator]

    package typealias Outcome = EnrolmentOutcome

    package let form: WorkerForm
    /// The employer's code; empty for the organisation that is acted for.
    package let employer: String
    package let dateOrder: DateOrder

    package init(_ form: WorkerForm, employer: String = "", dateOrder: DateOrder = .isoOnly) {
        self.form = form
        self.employer = employer
        self.dateOrder = dateOrder
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<EnrolmentOutcome> {
        let entry = WorkerEntry(form, order: dateOrder, today: moment.today)
        guard !entry.hasErrors else { throw Refusal.invalid(entry.problems.filter { $0.severity == .error }) }
        let row = EnrolmentRow(number: 1, employer: try session.employer(entered: employer, by: member), entry: entry)
        // Two managers may enrol one person in the same second: the second waits and then finds the first's.
        try session.lockEnrolment(
            keys: row.keys, employer: row.employer.id, reference: entry.employerReference)
        var generator = SystemRandomNumberGenerator()
        let plan = try EnrolmentPlan([row], in: session, by: member)
        let outcomes = try plan.write(in: session, at: moment, using: &generator)
        guard let outcome = outcomes.first else { throw Refusal.notFound("worker") }
        return Effect(outcome, audit: Self.auditEntry(of: outcome))
    }

    static func auditEntry(of outcome: EnrolmentOutcome) -> AuditEntry {
        AuditEntry(name, people: outcome.person.map { [$0] } ?? [], details: ["result": outcome.result.rawValue])
    }
}

extension Membership {
    /// A manager enrols for the own employer, an administrator for any.
    func mayEnrol(for employer: Organisation) -> Bool {
        role == .administrator || employer.id == organisation
    }
}
