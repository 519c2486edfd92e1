package import OutreachCore
package import Postgres
package import Store

/// Every reference that was loaded, the latest first.
package struct ListReferences: Operation {
    package static let name = "list_references"
    package static let roles: Set<Role> = [.steward]

    package init() {}

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<[ReferenceExtract]> {
        Effect(try session.references(), audit: AuditEntry(Self.name))
    }
}
