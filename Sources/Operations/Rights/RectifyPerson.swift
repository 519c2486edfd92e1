package import OutreachCore
package import Postgres
package import Store

/// Corrects what is known of a person: a new version of the details, the ones before stay readable (UK GDPR, article 16).
///
/// The record that the reference names is corrected and no other of the same human: each says what one employer or site
/// knew. The keys by which the matcher finds people are made anew.
package struct RectifyPerson: RepeatableOperation, PersonalData {
    package static let name = "rectify_person"
    package static let roles: Set<Role> = [.registrar, .steward, .manager]

    package let person: PersonReference
    package let changes: WorkerForm
    /// The fields that are to be empty.
    package let cleared: [WorkerForm.Field]
    package let reason: String
    package let seenVersion: Int?

    /// What of a person may be corrected; identifiers and employments have operations of their own.
    package static let fields: [WorkerForm.Field] = [
        .title, .givenNames, .middleNames, .familyName, .previousFamilyName, .latinGivenNames, .latinFamilyName,
        .birthDate, .sex, .addressLine, .town, .postcode, .phone, .email, .countryOfBirth,
    ]

    /// - Parameters:
    ///   - person: the record, by one of its identifiers.
    ///   - changes: what is to be different; a field that is empty stays.
    ///   - cleared: the fields that are to be empty.
    ///   - reason: why, in a sentence that is kept with the new version.
    ///   - seenVersion: the version that the change was decided on; where it is not the newest, nothing is changed.
    package init(
        _ person: PersonReference, _ changes: WorkerForm, cleared: [WorkerForm.Field] = [], reason: String,
        seenVersion: Int? = nil
    ) {
        self.person = person
        self.changes = changes
        self.cleared = cleared
        self.reason = reason
        self.seenVersion = seenVersion
    }

    package struct Outcome: Hashable, Codable, Sendable {
        package let person: PersonID
        package let version: Int
        /// The names of the fields that are different now.
        package let changed: [String]
        /// What is doubtful in what was entered.
        package let warnings: [FieldProblem]
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        let reason = try StatedReason(reason).text
        let person = try session.person(named: person)
        try session.lock([person])
        guard let current = try session.currentDetails(of: person) else { throw Refusal.notFound("person") }
        guard seenVersion ?? current.version == current.version else {
            throw Refusal(
                .changedMeanwhile, "Somebody has changed this person since you looked. Look again, then decide.")
        }
        let correction = try Correction(of: current.details, by: changes, cleared: cleared, on: moment.today)
        let version = current.version + 1
        try session.removeKeys(of: person)
        try session.addDetails([(person, version, correction.details)], reason: reason)
        let outcome = Outcome(
            person: person, version: version, changed: correction.changed.map(\.rawValue),
            warnings: correction.warnings)
        let entry = AuditEntry(
            Self.name, people: [person],
            details: ["version": String(version), "fields": outcome.changed.joined(separator: " ")])
        return Effect(outcome, audit: entry)
    }
}

/// The details after a rectification.
private struct Correction {
    private(set) var details: PersonDetails
    let changed: [WorkerForm.Field]
    let warnings: [FieldProblem]

    /// - Throws: ``Refusal`` where something cannot be taken, or nothing would be different.
    init(
        of current: PersonDetails, by changes: WorkerForm, cleared: [WorkerForm.Field], on today: CalendarDate
    ) throws {
        let given = WorkerForm.Field.allCases.filter { !changes[$0].isEmpty }
        let foreign = Set(given + cleared).subtracting(RectifyPerson.fields)
        guard foreign.isEmpty, Set(given).isDisjoint(with: cleared) else {
            let names = RectifyPerson.fields.map(\.rawValue).joined(separator: ", ")
            throw Refusal(.invalid, "These can be corrected, each with a new value or cleared: \(names).")
        }
        let entry = WorkerEntry(Self.form(changes, over: current, cleared), order: .isoOnly, today: today)
        let problems = entry.problems.filter { problem in given.contains { $0.rawValue == problem.field } }
        guard !entry.hasErrors else { throw Refusal.invalid(entry.problems.filter { $0.severity == .error }) }
        details = current
        for field in given + cleared { details.take(field, from: entry.details) }
        let details = details
        changed = (given + cleared).filter { details.differs(from: current, in: $0) }
        warnings = problems
        guard !changed.isEmpty else {
            throw Refusal(.invalid, "This is what is recorded already. Enter what is to be changed.")
        }
    }

    /// The form that would have made the new details, as far as a rule looks at more than one field: the names.
    private static func form(
        _ changes: WorkerForm, over current: PersonDetails, _ cleared: [WorkerForm.Field]
    ) -> WorkerForm {
        var form = changes
        let kept: [WorkerForm.Field: String] = [
            .givenNames: current.givenNames, .familyName: current.familyName,
            .latinGivenNames: current.latinGivenNames ?? "", .latinFamilyName: current.latinFamilyName ?? "",
        ]
        for (field, text) in kept where form[field].isEmpty && !cleared.contains(field) { form[field] = text }
        return form
    }
}

extension PersonDetails {
    fileprivate mutating func take(_ field: WorkerForm.Field, from other: PersonDetails) {
        switch field {
        case .title: title = other.title
        case .givenNames: givenNames = other.givenNames
        case .middleNames: middleNames = other.middleNames
        case .familyName: familyName = other.familyName
        case .previousFamilyName: previousFamilyNames = other.previousFamilyNames
        case .latinGivenNames: latinGivenNames = other.latinGivenNames
        case .latinFamilyName: latinFamilyName = other.latinFamilyName
        case .birthDate: birthDate = other.birthDate
        case .sex: sex = other.sex
        case .addressLine: addressLine = other.addressLine
        case .town: town = other.town
        case .postcode: postcode = other.postcode
        case .phone: phone = other.phone
        case .email: email = other.email
        case .countryOfBirth: countryOfBirth = other.countryOfBirth
        case .employerReference, .employer, .jobRole, .startedOn, .nhsNumber, .numberUnavailable: break
        }
    }

    fileprivate func differs(from other: PersonDetails, in field: WorkerForm.Field) -> Bool {
        var mixed = other
        mixed.take(field, from: self)
        return mixed != other
    }
}
