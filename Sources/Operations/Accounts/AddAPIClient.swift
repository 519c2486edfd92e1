package import Foundation
package import OutreachCore
package import Postgres
package import Store

/// Lets a program of an organisation call the service by a key, with a technical account of its own.
package struct AddAPIClient: RepeatableOperation {
    package static let name = "add_api_client"
    package static let roles: Set<Role> = [.administrator]
    /// Source: safety.md; the schema has the same limit.
    package static let longestLife = 90

    package let clientName: String
    package let odsCode: ODSCode
    package let role: Role
    /// How long the key is good.
    package let days: Int
    /// No part of the request's digest, so that a repetition is known by its request and gets no second key.
    private let apiKey: APIKey

    private enum CodingKeys: String, CodingKey {
        case clientName
        case odsCode
        case role
        case days
    }

    package init(name: String, odsCode: ODSCode, role: Role, days: Int, apiKey: APIKey) {
        clientName = name
        self.odsCode = odsCode
        self.role = role
        self.days = days
        self.apiKey = apiKey
    }

    /// What was made; the key itself stays with the caller, since answers are stored.
    package struct Outcome: Hashable, Codable, Sendable {
        package let client: ClientID
        /// Another one than the caller's key has: the client was made by an earlier request under the same key.
        package let keyPrefix: String
        package let expiresAt: Date
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        try validate()
        let organisation = try session.existingOrganisation(odsCode)
        try role.requireFit(organisation.kinds)
        let client = NewAPIClient(name: clientName, keyPrefix: apiKey.prefix, keySHA256: apiKey.sha256, days: days)
        let account = Account(signIn: try SignIn(parsing: "client-\(apiKey.prefix)"), name: clientName)
        guard try session.add(account), try session.openMembership(of: account.id, at: organisation.id, as: role),
            let expiresAt = try session.add(client, actingAs: account.id, at: organisation.id)
        else { throw Refusal(.conflict, "The key that was drawn has the prefix of another one. Try again.") }
        let entry = AuditEntry(
            Self.name,
            details: [
                "client": client.id.description, "account": account.id.description, "role": role.rawValue,
                "ods_code": odsCode.canonical, "key_prefix": apiKey.prefix, "days": String(days),
            ])
        return Effect(Outcome(client: client.id, keyPrefix: apiKey.prefix, expiresAt: expiresAt), audit: entry)
    }

    private func validate() throws {
        guard (1...Self.longestLife).contains(days) else {
            throw Refusal(.invalid, "A key is good for 1 to \(Self.longestLife) days. Choose a number between.")
        }
        guard !clientName.isEmpty else { throw Refusal(.invalid, "Give the client a name.") }
        guard role != .administrator else {
            throw Refusal(.invalid, "A program cannot be administrator. Choose another role.")
        }
    }
}
