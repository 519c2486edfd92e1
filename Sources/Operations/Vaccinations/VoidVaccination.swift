package import OutreachCore
package import Postgres
package import Store

/// Says of a recorded dose that it was not given, or not to this person.
///
/// The dose can then be recorded again.
package struct VoidVaccination: RepeatableOperation, PersonalData {
    package static let name = "void_vaccination"
    package static let roles: Set<Role> = [.vaccinator, .steward]

    package let vaccination: String
    package let reason: String
    package let seenVersion: Int?

    /// - Parameters:
    ///   - vaccination: its id as typed.
    ///   - reason: why, in a sentence that is kept.
    ///   - seenVersion: the version that the change was decided on; where it is not the newest, nothing is changed.
    package init(_ vaccination: String, reason: String, seenVersion: Int? = nil) {
        self.vaccination = vaccination
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
        let next = NewVaccinationVersion(
            of: latest.id, person: latest.person, version: latest.version + 1, status: .void, dose: latest.dose,
            doseNumber: latest.doseNumber, givenAt: latest.givenAt, site: latest.site, performer: latest.performer,
            overrideReason: latest.overrideReason, reason: reason)
        try session.change(to: next)
        try session.notify([
            NewNotification(
                .delete, about: latest.id, version: next.version, of: latest.person,
                number: try session.nhsNumber(of: recorded.group))
        ])
        return Effect(
            Outcome(vaccinationID: latest.id, version: next.version, doseNumber: latest.doseNumber, notes: []),
            audit: .vaccination(Self.name, latest.id, version: next.version, of: latest.person))
    }
}
