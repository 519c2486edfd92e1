package import OutreachCore
package import Postgres
package import Store

/// Records a dose under whoever holds the temporary ID that was presented, once.
///
/// Everything that is known of the human counts: the doses of the whole group, under a lock that no other recording
/// and no merge passes. The dose stays with the person it was recorded under, also when records are linked or not.
package struct RecordVaccination: RepeatableOperation, PersonalData {
    package static let name = "record_vaccination"
    package static let roles: Set<Role> = [.vaccinator, .system]

    package let person: DoseRecipient
    package let dose: DoseForm

    package init(_ person: DoseRecipient, _ dose: DoseForm) {
        self.person = person
        self.dose = dose
    }

    package struct Outcome: Hashable, Codable, Sendable {
        package enum Result: String, Codable, Sendable {
            case recorded
            /// This site has recorded a dose of this day against the disease before: it is the one meant.
            case alreadyRecorded = "already_recorded"
        }

        package let result: Result
        package let vaccinationID: VaccinationID
        package let version: Int
        package let doseNumber: Int
        package let notes: [DoseNote]
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        let entry = try DoseEntry(dose, performer: member.accountName, at: moment)
        let named = try session.lockPerson(person, for: Self.name)
        let note = try Self.note(on: named)
        try Self.refuseBeforeBirth(entry.dose, of: try session.goldenPerson(of: named.group))
        let history = try session.vaccinationHistory(of: named.group)
        if let recorded = history.recorded(entry.dose, at: member.organisation) {
            return Self.found(recorded, instead: entry.dose, note)
        }
        let decision = try DoseDecision(
            history.check(entry.dose, today: moment.today), overrideReason: entry.overrideReason, of: named.person,
            for: Self.name)
        let first = NewVaccinationVersion(
            of: VaccinationID(), person: named.person, version: 1, status: .recorded, dose: entry.dose,
            doseNumber: decision.doseNumber, givenAt: entry.givenAt, site: member.organisation,
            performer: entry.performer, overrideReason: decision.overrideReason, reason: "given")
        try session.add(first)
        try session.notify([
            NewNotification(
                .new, about: first.vaccinationId, version: 1, of: named.person,
                number: try session.nhsNumber(of: named.group))
        ])
        return Effect(
            Outcome(
                result: .recorded, vaccinationID: first.vaccinationId, version: 1, doseNumber: decision.doseNumber,
                notes: note + decision.notes),
            audit: .vaccination(Self.name, first.vaccinationId, version: 1, of: named.person, decision))
    }

    /// - Throws: ``AuditedRefusal`` for an ID with which nothing is to be recorded.
    private static func note(on named: NamedPerson) throws(AuditedRefusal) -> [DoseNote] {
        switch named.idState {
        case nil, .issued: return []
        case .replaced: return [.temporaryIDReplaced]
        case .revoked: throw refusal(of: named, "This ID was revoked. Find the person by name and date of birth.")
        case .reserved: throw refusal(of: named, "Nobody is enrolled with this ID yet. Enrol the person with it first.")
        }
    }

    private static func refusal(of named: NamedPerson, _ sentence: String) -> AuditedRefusal {
        AuditedRefusal(
            Refusal(.conflict, sentence),
            audit: AuditEntry(
                name + "_refused", people: [named.person], details: ["state": named.idState?.rawValue ?? ""]))
    }

    static func refuseBeforeBirth(_ dose: Dose, of person: GoldenPerson?) throws(Refusal) {
        guard let birthDate = person?.details.birthDate, dose.date < birthDate.earliest else { return }
        throw Refusal.invalid([
            FieldProblem(
                field: "given_at", code: "given_at_before_birth",
                message: "The person was not born by then. Check the day, and that it is the right person.")
        ])
    }

    private static func found(
        _ recorded: Vaccination, instead dose: Dose, _ notes: [DoseNote]
    ) -> Effect<Outcome> {
        Effect(
            Outcome(
                result: .alreadyRecorded, vaccinationID: recorded.id, version: recorded.version,
                doseNumber: recorded.doseNumber, notes: notes + (recorded.dose == dose ? [] : [.recordedDifferently])),
            audit: AuditEntry(
                name + "_again", people: [recorded.person],
                details: ["vaccination_id": recorded.id.description, "version": String(recorded.version)]))
    }
}

extension AuditEntry {
    /// What the trail says of a new version of a vaccination, with the version of the rules it was checked by.
    static func vaccination(
        _ action: String, _ id: VaccinationID, version: Int, of person: PersonID, _ decision: DoseDecision? = nil
    ) -> AuditEntry {
        var details = ["vaccination_id": id.description, "version": String(version)]
        if let decision {
            details["findings"] = decision.codes.joined(separator: " ")
            details["rules"] = VaccineProduct.rulesVersion
        }
        return AuditEntry(action, people: [person], details: details)
    }
}
