package import Foundation
package import OutreachCore
package import Postgres

/// A program of an employer or a site that may call the service by a key.
package struct APIClient: Hashable, Sendable {
    package let id: ClientID
    package let name: String
    /// The beginning of the key, by which its owner tells keys apart.
    package let keyPrefix: String
    package let odsCode: ODSCode
    package let role: Role?
    package let createdAt: Date
    package let expiresAt: Date
    package let revokedAt: Date?
    package let lastUsedAt: Date?

    fileprivate init(row: borrowing Row) throws {
        id = try row.value("client_id")
        name = try row.value("name")
        keyPrefix = try row.value("key_prefix")
        odsCode = try row.value("ods_code")
        role = try row.optional("role")
        createdAt = try row.value("created_at")
        expiresAt = try row.value("expires_at")
        revokedAt = try row.optional("revoked_at")
        lastUsedAt = try row.optional("last_used_at")
    }
}

/// A client that is about to be made.
package struct NewAPIClient: Sendable {
    package let id = ClientID()
    package let name: String
    package let keyPrefix: String
    package let keySHA256: [UInt8]
    package let days: Int

    package init(name: String, keyPrefix: String, keySHA256: [UInt8], days: Int) {
        self.name = name
        self.keyPrefix = keyPrefix
        self.keySHA256 = keySHA256
        self.days = days
    }
}

extension Session {
    /// Adds a client that acts as a technical account, and answers when its key expires.
    package func add(
        _ client: NewAPIClient, actingAs account: AccountID, at organisation: OrganisationID
    ) throws -> Date? {
        try first(
            .query("client/add"), client.id, account, organisation, client.name, client.keyPrefix, client.keySHA256,
            client.days, decode: { try $0.value("expires_at") })
    }

    /// Every client, the newest first.
    package func apiClients() throws -> [APIClient] {
        try all(.query("client/list"), decode: APIClient.init(row:))
    }

    /// Ends the use of the keys with this prefix, and answers the clients with their technical accounts.
    package func revokeClients(keyPrefix: String) throws -> [(client: ClientID, account: AccountID)] {
        try all(.query("client/revoke"), keyPrefix) { row in
            (try row.value("client_id"), try row.value("account_id"))
        }
    }
}
