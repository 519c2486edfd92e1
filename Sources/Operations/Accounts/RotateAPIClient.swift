internal import Foundation
package import OutreachCore
package import Postgres
package import Store

/// Gives a client a new key, or new public keys, and a new term; its identity, role and scopes stay.
package struct RotateAPIClient: RepeatableOperation {
    package static let name = "rotate_api_client"
    package static let roles: Set<Role> = [.administrator]
    /// A week, so that a change-over outlasts a bank holiday; the schema has the same limit.
    package static let longestOverlap = 168

    /// The beginning of the key, as the list shows it.
    package let keyPrefix: String
    package let days: Int
    /// For how many hours the key before goes on; 0 where it was stolen.
    package let overlapHours: Int
    /// The new public keys of a client that signs assertions.
    package let keySet: ClientKeySet?
    /// No part of the request's digest, as of ``AddAPIClient``.
    private let apiKey: APIKey

    private enum CodingKeys: String, CodingKey {
        case keyPrefix
        case days
        case overlapHours
        case keySet
    }

    package init(keyPrefix: String, days: Int, overlapHours: Int, apiKey: APIKey, keySet: ClientKeySet? = nil) {
        self.keyPrefix = keyPrefix
        self.days = days
        self.overlapHours = overlapHours
        self.apiKey = apiKey
        self.keySet = keySet
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<AddAPIClient.Outcome> {
        guard (0...Self.longestOverlap).contains(overlapHours) else {
            throw Refusal(.invalid, "The key before goes on for 0 to \(Self.longestOverlap) hours.")
        }
        guard let found = try session.lockClient(keyPrefix: keyPrefix) else { throw Refusal.notFound("live key") }
        try AddAPIClient.requireLife(days, isAdministrator: found.isAdministrator)
        guard found.hasKeySet == (keySet != nil) else {
            throw Refusal(
                .invalid,
                found.hasKeySet
                    ? "This client signs assertions. Give the file of its new public keys: --jwks."
                    : "This client has a key. Rotate it without --jwks.")
        }
        let expiresAt = try rotate(found.client, in: session)
        let prefix = keySet == nil ? apiKey.prefix : keyPrefix
        let entry = AuditEntry(
            Self.name,
            details: [
                "client": found.client.description, "key_prefix": prefix, "key_prefix_before": keyPrefix,
                "days": String(days), "overlap_hours": String(overlapHours),
            ])
        return Effect(.init(client: found.client, keyPrefix: prefix, expiresAt: expiresAt), audit: entry)
    }

    private func rotate(_ client: ClientID, in session: borrowing Session) throws -> Date {
        let expiresAt =
            if let keySet {
                try session.rotateKeySet(of: client, to: keySet.json, days: days)
            } else {
                try session.rotateKey(
                    of: client, to: apiKey.sha256, prefix: apiKey.prefix, days: days, overlapHours: overlapHours)
            }
        guard let expiresAt else { throw Refusal.notFound("live key") }
        return expiresAt
    }
}
