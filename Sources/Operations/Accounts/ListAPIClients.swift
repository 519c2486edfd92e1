package import OutreachCore
package import Postgres
package import Store

/// Shows every API client, without its key.
package struct ListAPIClients: Operation {
    package static let name = "list_api_clients"
    package static let roles: Set<Role> = [.administrator]

    package init() {}

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<[APIClient]> {
        Effect(try session.apiClients(), audit: AuditEntry(Self.name))
    }
}
