import OutreachCore
import Store

/// An employer's own reference, which names one employment.
struct ReferenceKey: Hashable {
    let employer: OrganisationID
    let reference: String?

    init(employer: OrganisationID, reference: String?) {
        self.employer = employer
        self.reference = reference
    }

    init(_ row: EnrolmentRow) {
        self.init(employer: row.employer.id, reference: row.entry.employerReference)
    }
}

/// What the rows of an enrolment have settled so far, row by row: who was met, who is employed where.
struct EnrolmentLedger {
    private struct EmploymentKey: Hashable {
        let person: PersonID
        let employer: OrganisationID
    }

    private var rowOfPerson: [PersonID: Int] = [:]
    private var settledReferences: [ReferenceKey: (row: Int, outcome: EnrolmentOutcome)] = [:]
    private var employmentAt: [EmploymentKey: EmploymentID]
    private let numbered: Set<PersonID>

    /// - Parameters:
    ///   - employments: What known people are employed as.
    ///   - numbered: New people who turned out to have an NHS number.
    init(employments: [Employment], numbered: [EnrolmentPlan.NewPerson]) {
        employmentAt = Dictionary(
            employments.map { (EmploymentKey(person: $0.person, employer: $0.employer), $0.id) },
            uniquingKeysWith: { first, _ in first })
        self.numbered = Set(numbered.map(\.id))
    }

    /// What becomes of a row whose person is known by now.
    func outcome(of row: EnrolmentRow, _ identity: EnrolmentMatching.Identity) -> EnrolmentOutcome {
        if row.entry.employerReference != nil, let earlier = settledReferences[ReferenceKey(row)] {
            return repeated(row, of: earlier, identity)
        }
        let employment = employmentAt[EmploymentKey(person: identity.person, employer: row.employer.id)]
        let isSentTwice = employment != nil && row.entry.employerReference == nil
        return EnrolmentOutcome(
            result: isSentTwice ? .alreadyEnrolled : result(for: identity), person: identity.person,
            employment: isSentTwice ? employment : EmploymentID(near: identity.person),
            problems: row.entry.problems + samePerson(asRow: rowOfPerson[identity.person]))
    }

    private func result(for identity: EnrolmentMatching.Identity) -> EnrolmentOutcome.Result {
        if identity.isNumbered || numbered.contains(identity.person) { return .alreadyRegistered }
        return identity.isKnown || rowOfPerson[identity.person] != nil ? .knownPerson : .enrolled
    }

    /// Remembers an outcome, and answers whether it brings a new employment.
    mutating func settle(_ outcome: EnrolmentOutcome, of row: EnrolmentRow) -> Bool {
        guard let person = outcome.person, let employment = outcome.employment else { return false }
        rowOfPerson[person] = rowOfPerson[person] ?? row.number
        settledReferences[ReferenceKey(row)] = settledReferences[ReferenceKey(row)] ?? (row.number, outcome)
        let key = EmploymentKey(person: person, employer: row.employer.id)
        employmentAt[key] = employmentAt[key] ?? employment
        return outcome.result != .alreadyEnrolled
    }

    /// The employer's reference stands twice in the file: for the same worker, or by mistake for another.
    private func repeated(
        _ row: EnrolmentRow, of earlier: (row: Int, outcome: EnrolmentOutcome), _ identity: EnrolmentMatching.Identity
    ) -> EnrolmentOutcome {
        guard earlier.outcome.person == identity.person else {
            let problem = FieldProblem(
                field: WorkerForm.Field.employerReference.rawValue, code: "reference_used_twice",
                message: "Row \(earlier.row) has the same reference for somebody else. Give each worker an own one.")
            return EnrolmentOutcome(
                result: .refused, person: nil, employment: nil, problems: row.entry.problems + [problem])
        }
        return EnrolmentOutcome(
            result: .alreadyEnrolled, person: earlier.outcome.person, employment: earlier.outcome.employment,
            problems: row.entry.problems + samePerson(asRow: earlier.row))
    }

    private func samePerson(asRow number: Int?) -> [FieldProblem] {
        guard let number else { return [] }
        return [
            FieldProblem(
                field: WorkerForm.Field.familyName.rawValue, code: "same_person_as_another_row", severity: .warning,
                message: "This is the same person as in row \(number). If it is not, tell the records team.")
        ]
    }
}
