package import OutreachCore
package import Postgres
package import Store

/// Makes a blank card the card of a worker: the details and the employment that enrolment would have taken first.
package struct BindTemporaryID: RepeatableOperation {
    package static let name = "bind_temporary_id"
    package static let roles: Set<Role> = [.manager, .registrar, .administrator]

    package let temporaryID: String
    package let worker: WorkerForm
    package let order: DateOrder

    /// - Parameters:
    ///   - worker: The form names the employer by its ODS code; a manager's own employer may be left out.
    ///   - order: How all-number dates are to be read.
    package init(_ temporaryID: String, to worker: WorkerForm, order: DateOrder = .isoOnly) {
        self.temporaryID = temporaryID
        self.worker = worker
        self.order = order
    }

    package struct Outcome: Codable, Sendable {
        package let issued: IssuedID
        /// Warnings: what was kept as it was entered although it could not be read.
        package let problems: [FieldProblem]
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        let entry = WorkerEntry(worker, order: order, today: moment.today)
        guard !entry.hasErrors else { throw Refusal.invalid(entry.problems) }
        let employer = try session.employer(entered: worker[.employer], by: member)
        let held = try session.temporaryID(entered: temporaryID)
        var state = held.state
        try state.require(.bind)
        // The employment comes first: by it the employer's manager may see the person at all.
        try addEmployment(of: held.person, at: employer, entry, in: session)
        try session.addDetails([(id: held.person, version: 1, details: entry.details)], reason: Self.name)
        try openNumbers(of: held.person, entry, in: session)
        try session.bind(held.id)
        try openCase(of: held.person, at: employer, moment, in: session)
        let audit = AuditEntry(
            Self.name, people: [held.person],
            details: ["temporary_id": held.id.canonical, "ods_code": employer.odsCode.canonical])
        let issued = IssuedID(temporaryID: held.id, person: held.person)
        return Effect(Outcome(issued: issued, problems: entry.problems), audit: audit)
    }

    private func addEmployment(
        of person: PersonID, at employer: Organisation, _ entry: WorkerEntry, in session: borrowing Session
    ) throws {
        let cohort = employer.setting.map(PriorityCohort.init(defaultFor:)) ?? .frontlineWorkers
        let employment = NewEmployment(
            person: person, id: EmploymentID(), employer: employer.id, employerReference: entry.employerReference,
            jobRole: entry.jobRole, cohort: cohort, startedOn: entry.startedOn)
        do {
            try session.add([employment])
        } catch let error as PostgresError where error.constraint == "employer_reference_is_unique" {
            throw Refusal(.conflict, "Another worker of this employer has this reference. Print that worker's card.")
        }
    }

    private func openNumbers(
        of person: PersonID, _ entry: WorkerEntry, in session: borrowing Session
    ) throws {
        let numbers =
            entry.chiNumber.map { [NewIdentifier($0, for: person)] }
            ?? entry.healthAndCareNumber.map { [NewIdentifier($0, for: person)] } ?? []
        do {
            try session.open(numbers)
        } catch let error as PostgresError
            where ["chi_number_is_unique", "hc_number_is_unique"].contains(error.constraint)
        {
            throw Refusal(.conflict, "This worker has been enrolled before. Ask for the card instead of a new one.")
        }
    }

    private func openCase(
        of person: PersonID, at employer: Organisation, _ moment: Moment, in session: borrowing Session
    ) throws {
        let state = RegistrationCase.State.enrolled
        let dueOn = state.dueDate(entered: moment.today, calendar: try WorkingCalendar.england())
        try session.open([NewCase(person: person, employer: employer.id, state: state, dueOn: dueOn)])
    }
}
