package import OutreachCore
package import Postgres
package import Store

/// Ends the use of an API client, and its technical account where no other client acts as it.
package struct RevokeAPIClient: RepeatableOperation {
    package static let name = "revoke_api_client"
    package static let roles: Set<Role> = [.administrator]

    /// The beginning of the key, as the list shows it.
    package let keyPrefix: String

    package init(keyPrefix: String) {
        self.keyPrefix = keyPrefix
    }

    package enum Outcome: String, Codable, Sendable {
        case revoked
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        let revoked = try session.revokeClients(keyPrefix: keyPrefix)
        guard !revoked.isEmpty else { throw Refusal.notFound("live key") }
        for client in revoked where !client.isShared { _ = try session.disable(client.account) }
        let clients = revoked.map(\.client.description).joined(separator: " ")
        return Effect(.revoked, audit: AuditEntry(Self.name, details: ["client": clients]))
    }
}
