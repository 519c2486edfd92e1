package import OutreachCore
package import Postgres
package import Store

/// Corrects what is recorded of a dose: a new version, the ones before stay readable.
package struct AmendVaccination: RepeatableOperation, PersonalData {
    package static let name = "amend_vaccination"
    package static let roles: Set<Role> = [.vaccinator, .steward]

    package let vaccination: String
    package let changes: DoseForm
    package let reason: String
    package let seenVersion: Int?

    /// - Parameters:
    ///   - vaccination: its id as typed.
    ///   - changes: what is to be different; a field that is `nil` stays.
    ///   - reason: why, in a sentence that is kept.
    ///   - seenVersion: the version that the change was decided on; where it is not the newest, nothing is changed.
    package init(_ vaccination: String, _ changes: DoseForm, reason: String, seenVersion: Int? = nil) {
        self.vaccination = vaccination
        self.changes = changes
        self.reason = reason
        self.seenVersion = seenVersion
    }

    package typealias Outcome = VaccinationChange

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        let reason = try FieldReader.reason(reason)
        let recorded = try session.lockVaccination(vaccination, seen: seenVersion, by: member, for: Self.name)
        let latest = recorded.latest
        let entry = try DoseEntry(changes, amending: latest, performer: member.accountName, at: moment)
        guard entry.differs(from: latest) else {
            throw Refusal(.invalid, "This is what is recorded already. Enter what is to be changed.")
        }
        try RecordVaccination.refuseBeforeBirth(entry.dose, of: try session.goldenPerson(of: recorded.group))
        let history = try session.vaccinationHistory(of: recorded.group).without(latest.id)
        let decision = try decide(on: entry, latest, history, today: moment.today)
        let next = NewVaccinationVersion(
            of: latest.id, person: latest.person, version: latest.version + 1, status: .amended, dose: entry.dose,
            doseNumber: decision.doseNumber, givenAt: entry.givenAt, site: latest.site, performer: entry.performer,
            overrideReason: decision.overrideReason, reason: reason)
        try session.change(to: next)
        try session.notify([
            NewNotification(
                .update, about: latest.id, version: next.version, of: latest.person,
                number: try session.nhsNumber(of: recorded.group))
        ])
        return Effect(
            Outcome(
                vaccinationID: latest.id, version: next.version, doseNumber: decision.doseNumber,
                notes: decision.notes),
            audit: .vaccination(Self.name, latest.id, version: next.version, of: latest.person, decision))
    }

    /// The rules are asked again where something changes that they look at, and then want a reason of their own.
    private func decide(
        on entry: DoseEntry, _ latest: Vaccination, _ history: VaccinationHistory, today: CalendarDate
    ) throws -> DoseDecision {
        guard entry.changesWhatIsChecked(in: latest) else { return DoseDecision(standingOf: latest) }
        if let other = history.recorded(entry.dose, at: latest.site) {
            throw AuditedRefusal(
                Refusal(.conflict, "This site has another dose of that day against the disease. Void one of the two."),
                audit: .vaccination(Self.name + "_refused", other.id, version: other.version, of: other.person))
        }
        return try DoseDecision(
            history.check(entry.dose, today: today), overrideReason: entry.overrideReason, of: latest.person,
            for: Self.name)
    }
}

extension DoseEntry {
    fileprivate func differs(from recorded: Vaccination) -> Bool {
        dose != recorded.dose || givenAt != recorded.givenAt || performer != recorded.performer
    }

    fileprivate func changesWhatIsChecked(in recorded: Vaccination) -> Bool {
        dose.disease != recorded.dose.disease || dose.product != recorded.dose.product
            || dose.date != recorded.dose.date || dose.expiry != recorded.dose.expiry
    }
}

extension FieldReader {
    /// Why something is changed: a text that must not be blank.
    static func reason(_ text: String) throws(Refusal) -> String {
        var reader = FieldReader()
        let reason = reader.text("reason", text)
        if reason == nil, reader.problems.isEmpty { reader.refuse("reason", "reason_needed", "Enter the reason.") }
        try reader.finish()
        return reason ?? ""
    }
}
