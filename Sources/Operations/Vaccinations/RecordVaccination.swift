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
        let file = try Recipient(named, in: session)
        switch try decide(entry, for: file, by: member, at: moment) {
        case .keep(let effect): return effect
        case .add(let dose):
            try session.add(dose.version)
            try session.notify([
                NewNotification(
                    .new, about: dose.version.vaccinationId, version: 1, of: named.person, number: dose.number)
            ])
            return Effect(dose.outcome, audit: dose.audit)
        }
    }

    /// What a decision about a dose looks at: who presented which ID, and what is known of the human.
    struct Recipient {
        let person: PersonID
        let idState: TemporaryID.State?
        let golden: GoldenPerson?
        let history: VaccinationHistory
        let number: NHSNumber?
    }

    /// What becomes of a dose.
    enum Decision {
        case add(NewDose)
        /// It is recorded already: nothing is added.
        case keep(Effect<Outcome>)
    }

    /// A dose that is to be added, with what is said about it.
    struct NewDose {
        let version: NewVaccinationVersion
        let number: NHSNumber?
        let outcome: Outcome
        let audit: AuditEntry
    }

    /// Decides about a dose; whoever asks holds the lock of the people, or compares again under it.
    ///
    /// - Throws: ``Refusal`` and ``AuditedRefusal`` where it is not to be recorded.
    func decide(
        _ entry: DoseEntry, for recipient: Recipient, by member: Membership, at moment: Moment
    ) throws -> Decision {
        let note = try Self.note(on: recipient)
        try Self.refuseBeforeBirth(entry.dose, of: recipient.golden)
        if let recorded = recipient.history.recorded(entry.dose, at: member.organisation) {
            return .keep(Self.found(recorded, instead: entry.dose, note))
        }
        let decision = try DoseDecision(
            recipient.history.check(entry.dose, today: moment.today), overrideReason: entry.overrideReason,
            of: recipient.person, for: Self.name)
        let first = NewVaccinationVersion(
            of: VaccinationID(), person: recipient.person, version: 1, status: .recorded, dose: entry.dose,
            doseNumber: decision.doseNumber, givenAt: entry.givenAt, site: member.organisation,
            performer: entry.performer, overrideReason: decision.overrideReason, reason: "given")
        let outcome = Outcome(
            result: .recorded, vaccinationID: first.vaccinationId, version: 1, doseNumber: decision.doseNumber,
            notes: note + decision.notes)
        let audit = AuditEntry.vaccination(
            Self.name, first.vaccinationId, version: 1, of: recipient.person, decision)
        return .add(NewDose(version: first, number: recipient.number, outcome: outcome, audit: audit))
    }

    /// - Throws: ``AuditedRefusal`` for an ID with which nothing is to be recorded.
    private static func note(on named: Recipient) throws(AuditedRefusal) -> [DoseNote] {
        switch named.idState {
        case nil, .issued: return []
        case .replaced: return [.temporaryIDReplaced]
        case .revoked: throw refusal(of: named, "This ID was revoked. Find the person by name and date of birth.")
        case .reserved: throw refusal(of: named, "Nobody is enrolled with this ID yet. Enrol the person with it first.")
        }
    }

    private static func refusal(of named: Recipient, _ sentence: String) -> AuditedRefusal {
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

extension RecordVaccination.Recipient {
    fileprivate init(_ named: NamedPerson, in session: borrowing Session) throws {
        person = named.person
        idState = named.idState
        golden = try session.goldenPerson(of: named.group)
        history = try session.vaccinationHistory(of: named.group)
        number = try session.nhsNumber(of: named.group)
    }

    /// Whoever holds an ID, as a batch has read them.
    init(_ file: GroupFile) {
        person = file.holder.person
        idState = file.holder.state
        golden = GoldenPerson(of: file.group, details: file.details)
        history = VaccinationHistory(file.vaccinations)
        number = file.number
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
