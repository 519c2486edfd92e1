package import OutreachCore
package import Postgres
package import Store

/// Shows a registration case with every step it has taken.
package struct ShowCase: Operation, PersonalData {
    package static let name = "show_case"
    package static let roles: Set<Role> = [.registrar, .steward, .manager]

    package let registrationCase: String

    /// - Parameter registrationCase: the case's id or the person's temporary ID, as typed.
    package init(_ registrationCase: String) {
        self.registrationCase = registrationCase
    }

    package struct Outcome: Encodable, Sendable, PersonalData {
        package let caseID: CaseID
        package let person: PersonSummary?
        package let temporaryID: TemporaryID?
        /// The first step first.
        package let steps: [CaseVersion]
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        let found = try session.namedCase(registrationCase, for: Self.name)
        let golden = try session.goldenPerson(of: found.group)
        let outcome = Outcome(
            caseID: found.record.id, person: try golden.map { try PersonSummary($0.id, $0.details) },
            temporaryID: try session.temporaryIDs(of: [found.record.person])[found.record.person],
            steps: try session.versions(of: found.record))
        return Effect(
            outcome,
            audit: AuditEntry(
                Self.name, people: [found.record.person], details: ["case_id": found.record.id.description]))
    }
}
