package import OutreachCore
package import Postgres
package import Store

/// Shows every organisation.
package struct ListOrganisations: Operation {
    package static let name = "list_organisations"
    package static let roles: Set<Role> = [.administrator]

    package init() {}

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<[Organisation]> {
        Effect(try session.organisations(), audit: AuditEntry(Self.name))
    }
}
