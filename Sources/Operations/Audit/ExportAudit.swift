package import OutreachCore
package import Postgres
package import Store

/// Allows somebody to take away a part of the audit trail, and enters that into it.
package struct ExportAudit: Operation {
    package static let name = "export_audit"
    package static let roles: Set<Role> = [.auditor]

    /// The first and the last day in England; `nil` for no limit.
    package let from: CalendarDate?
    package let to: CalendarDate?
    /// Of one person only, with everybody who is the same human: by id or temporary ID.
    package let person: String?

    package init(from: CalendarDate? = nil, to: CalendarDate? = nil, person: String? = nil) {
        self.from = from
        self.to = to
        self.person = person
    }

    package struct Outcome: Sendable {
        package let from: CalendarDate?
        package let to: CalendarDate?
        /// Nothing where everybody is meant.
        package let people: [PersonID]?
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        var people: [PersonID]?
        if let person {
            let found = try session.peopleToAudit(
                PersonID(postgresText: person), try? TemporaryID(parsing: person))
            guard !found.isEmpty else { throw Refusal.notFound("person") }
            people = found
        }
        let details = ["from": from?.description, "to": to?.description].compactMapValues(\.self)
        return Effect(
            Outcome(from: from, to: to, people: people),
            audit: AuditEntry(Self.name, people: people ?? [], details: details))
    }
}
