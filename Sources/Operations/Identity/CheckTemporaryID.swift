package import OutreachCore
package import Postgres
package import Store

/// Says whose temporary ID this is, what has become of it, and which doses the person has had.
///
/// Any ID that was ever given out resolves, for ever.
package struct CheckTemporaryID: Operation, PersonalData {
    package static let name = "check_temporary_id"
    package static let roles: Set<Role> = [.vaccinator, .steward, .system]

    package let entered: String

    /// - Parameter entered: the ID as it was typed or scanned.
    package init(_ entered: String) {
        self.entered = entered
    }

    package typealias Outcome = TemporaryIDCheck

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        let id = try TemporaryID(entered: entered)
        guard let holder = try session.holder(of: id), let group = try session.group(of: holder.person) else {
            // Without the text: it may be another kind of number, typed into the wrong field.
            throw AuditedRefusal(.notFound("temporary ID"), audit: AuditEntry("check_missed"))
        }
        let check = try TemporaryIDCheck(
            id, holder, number: session.nhsNumber(of: group), golden: session.goldenPerson(of: group),
            history: session.vaccinationHistory(of: group))
        return Effect(
            check, audit: AuditEntry(Self.name, people: [holder.person], details: ["state": check.state.rawValue]))
    }
}
