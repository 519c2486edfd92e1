import Foundation
package import OutreachCore
package import Postgres
package import Store

/// Enrols every worker of a file: all of it is there afterwards, or nothing.
///
/// The same file sent again gives the same IDs.
package struct EnrolFile: Operation {
    package static let name = "enrol_file"
    package static let roles: Set<Role> = EnrolWorker.roles

    package struct Options: Sendable {
        /// How all-number dates are written.
        package var dateOrder = DateOrder.isoOnly
        /// One refused row refuses the file.
        package var allOrNothing = false
        /// Adds employers that the file names and nobody knows yet, as placeholders.
        package var createsEmployers = false
        /// Works everything out and writes nothing.
        package var isPreview = false

        package init() {}
    }

    package struct Outcome: Sendable {
        /// `nil` for a preview, and where nothing was taken.
        package let upload: UploadID?
        /// The file was taken before; this is what became of it then.
        package let isRepeat: Bool
        /// In the order of the file's rows.
        package let rows: [EnrolmentOutcome]
    }

    package let file: EnrolmentFile
    package let options: Options
    /// So many people are worth a second connection: one transaction writes a smaller file in less than a second.
    package var worthSecondHand = 5_000
    package var timeout: Duration? { .seconds(120) }

    package init(_ file: EnrolmentFile, options: Options = Options()) {
        self.file = file
        self.options = options
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        try session.lockEnrolmentForFile()
        let earlier = try session.upload(ofFile: file.sha256)
        if let earlier, earlier.isFinished { return try again(earlier.id, in: session) }
        if let earlier { try takeBack(earlier.id, in: session, by: member) }
        return try enrol(in: session, by: member, at: moment)
    }

    private func again(_ upload: UploadID, in session: borrowing Session) throws -> Effect<Outcome> {
        let rows = try earlierOutcomes(of: upload, in: session)
        let entry = AuditEntry("enrol_file_again", details: ["upload_id": upload.description])
        return Effect(Outcome(upload: upload, isRepeat: true, rows: rows), audit: entry)
    }

    private func enrol(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        let employers = try EmployerDirectory(file.rows.map { $0.form[.employer] }, options, in: session, by: member)
        let (rows, refusals) = readRows(employers, at: moment)
        let plan = try EnrolmentPlan(
            rows, in: session, by: member, byTwo: rows.count >= worthSecondHand)
        let isRefused = options.allOrNothing && plan.outcomes.count { $0.result == .refused } + refusals.count > 0
        guard !options.isPreview, !isRefused, !rows.isEmpty else {
            let outcomes = merged(rows, plan.outcomes, refusals)
            let entry = AuditEntry("preview_file", details: ["rows": String(file.rows.count)])
            return Effect(Outcome(upload: nil, isRepeat: false, rows: outcomes), audit: entry)
        }
        try employers.addPlaceholders(in: session)
        // Another transaction does not see the employers that this one has just added.
        let byTwo = session.mayHaveSecondHand && employers.placeholders.isEmpty
        return try keep(plan, rows, refusals, byTwo: byTwo, in: session, by: member, at: moment)
    }

    // MARK: Reading

    /// The rows without errors, and the refusals of the others by their place in the file.
    private func readRows(
        _ employers: EmployerDirectory, at moment: Moment
    ) -> ([EnrolmentRow], [Int: EnrolmentOutcome]) {
        var rows: [EnrolmentRow] = []
        var refusals: [Int: EnrolmentOutcome] = [:]
        for (index, read) in file.rows.concurrentMap({ read($0, employers, at: moment) }).enumerated() {
            switch read {
            case .success(let row): rows.append(row)
            case .failure(let refused): refusals[index] = refused.outcome
            }
        }
        return (rows, refusals)
    }

    private struct RefusedRow: Error {
        let outcome: EnrolmentOutcome
    }

    private func read(
        _ row: EnrolmentFile.Row, _ employers: EmployerDirectory, at moment: Moment
    ) -> Result<EnrolmentRow, RefusedRow> {
        let entry = WorkerEntry(row.form, order: options.dateOrder, today: moment.today)
        let employer = employers.employer(row.form[.employer])
        if let employer, !entry.hasErrors, row.problems.isEmpty {
            return .success(EnrolmentRow(number: row.number, employer: employer, entry: entry))
        }
        let unknown = employer == nil ? [EmployerDirectory.unknownEmployer] : []
        let problems = row.problems + unknown + entry.problems
        return .failure(
            RefusedRow(outcome: EnrolmentOutcome(result: .refused, person: nil, employment: nil, problems: problems)))
    }

    private func merged(
        _ rows: [EnrolmentRow], _ outcomes: [EnrolmentOutcome], _ refusals: [Int: EnrolmentOutcome]
    ) -> [EnrolmentOutcome] {
        var taken = outcomes.makeIterator()
        return file.rows.indices.compactMap { refusals[$0] ?? taken.next() }
    }

    // MARK: Keeping

    private func keep(
        _ plan: EnrolmentPlan, _ rows: [EnrolmentRow], _ refusals: [Int: EnrolmentOutcome],
        byTwo: Bool, in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        let upload = UploadID()
        var generator = SystemRandomNumberGenerator()
        let draft = try plan.draft(in: session, at: moment, using: &generator)
        let refused = try refusals.map { try EnrolmentRecord(row: file.rows[$0.key].number, $0.value) }
        let outcomes = try write(plan, draft, refused, upload, byTwo: byTwo, in: session, by: member)
        let entry = AuditEntry(
            Self.name, details: ["upload_id": upload.description, "rows": String(file.rows.count)])
        return Effect(Outcome(upload: upload, isRepeat: false, rows: merged(rows, outcomes, refusals)), audit: entry)
    }

    private func earlierOutcomes(
        of upload: UploadID, in session: borrowing Session
    ) throws -> [EnrolmentOutcome] {
        let outcomes = try session.uploadRows(of: upload) { row in
            EnrolmentOutcome(
                result: try row.value("result"), person: try row.optional("person_id"),
                employment: try row.optional("employment_id"),
                problems: try JSONDecoder().decode(
                    [FieldProblem].self, from: Data(row.value("problems", as: String.self).utf8)))
        }
        let ids = try session.temporaryIDs(of: Array(Set(outcomes.compactMap(\.person))))
        return outcomes.map { outcome in
            var outcome = outcome
            outcome.temporaryID = outcome.person.flatMap { ids[$0] }
            return outcome
        }
    }
}
