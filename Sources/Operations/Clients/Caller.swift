package import Foundation
package import OutreachCore
package import Store

/// A program that has proved who it is, and what it may do.
package struct Caller: Hashable, Sendable {
    package let membership: Membership
    package let client: ClientID
    /// What the program is let into: never more than its role is.
    package let scopes: Set<Scope>
    /// Where it may call from; empty for anywhere.
    package let networks: [NetworkRange]
    /// When its key or token ends.
    package let expiresAt: Date

    package init(
        membership: Membership, client: ClientID, scopes: Set<Scope>, networks: [NetworkRange], expiresAt: Date
    ) {
        self.membership = membership
        self.client = client
        self.scopes = scopes.intersection(membership.role.scopes)
        self.networks = networks
        self.expiresAt = expiresAt
    }

    /// Whether it may call from this address, as the connection or a trusted proxy gives it.
    package func mayCall(from address: String) -> Bool {
        networks.isEmpty || networks.contains { $0.contains(address) }
    }
}
