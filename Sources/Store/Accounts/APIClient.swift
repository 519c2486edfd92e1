package import Foundation
package import OutreachCore
package import Postgres

/// A program of an employer or a site that may call the service by a key, or by assertions that it signs.
package struct APIClient: Hashable, Sendable {
    package let id: ClientID
    package let name: String
    /// The beginning of the key, by which its owner tells keys apart.
    package let keyPrefix: String
    /// The technical account that it acts as; others may act as the same.
    package let signIn: String
    package let odsCode: ODSCode
    package let role: Role?
    /// What it may do; `nil` for all that its role allows.
    package let scopes: Set<Scope>?
    /// Where it may call from, in CIDR notation; empty for anywhere.
    package let networks: [String]
    /// Whether it signs assertions instead of sending a key.
    package let hasKeySet: Bool
    package let createdAt: Date
    package let expiresAt: Date
    package let revokedAt: Date?
    package let lastUsedAt: Date?

    fileprivate init(row: borrowing Row) throws {
        id = try row.value("client_id")
        name = try row.value("name")
        keyPrefix = try row.value("key_prefix")
        signIn = try row.value("sign_in")
        odsCode = try row.value("ods_code")
        role = try row.optional("role")
        scopes = try row.scopes("scopes")
        networks = try row.array("networks")
        hasKeySet = try row.value("has_key_set")
        createdAt = try row.value("created_at")
        expiresAt = try row.value("expires_at")
        revokedAt = try row.optional("revoked_at")
        lastUsedAt = try row.optional("last_used_at")
    }
}

/// A live client that stays as it is until the transaction ends.
package struct LockedClient: Sendable {
    package let client: ClientID
    /// Whether it signs assertions instead of sending a key.
    package let hasKeySet: Bool
    package let isAdministrator: Bool
}

/// A client that is about to be made.
package struct NewAPIClient: Sendable {
    /// How it proves who it is.
    package enum Credential: Sendable {
        /// The SHA-256 of its key.
        case key([UInt8])
        /// Its public keys as JSON (RFC 7517).
        case keySet(String)
    }

    package let id = ClientID()
    package let name: String
    package let role: Role
    package let keyPrefix: String
    package let credential: Credential
    package let scopes: Set<Scope>
    package let networks: [String]
    package let days: Int

    package init(
        name: String, role: Role, keyPrefix: String, credential: Credential, scopes: Set<Scope>, networks: [String],
        days: Int
    ) {
        self.name = name
        self.role = role
        self.keyPrefix = keyPrefix
        self.credential = credential
        self.scopes = scopes
        self.networks = networks
        self.days = days
    }
}

extension NewAPIClient.Credential {
    fileprivate var keySHA256: [UInt8]? { if case .key(let hash) = self { hash } else { nil } }
    fileprivate var keySet: String? { if case .keySet(let json) = self { json } else { nil } }
}

extension Session {
    /// Adds a client that acts as a technical account, and answers when its credential expires.
    package func add(
        _ client: NewAPIClient, actingAs account: AccountID, at organisation: OrganisationID
    ) throws -> Date? {
        try first(
            .query("client/add"), client.id, account, organisation, client.role, client.name, client.keyPrefix,
            client.credential.keySHA256, client.credential.keySet,
            PostgresArray(client.scopes.map(\.rawValue).sorted()), PostgresArray(client.networks), client.days,
            decode: { try $0.value("expires_at") })
    }

    /// The technical account with this sign-in, where a live client of the organisation acts as it.
    package func technicalAccount(_ signIn: SignIn, at organisation: OrganisationID) throws -> AccountID? {
        try first(.query("client/find_account"), signIn, organisation) { try $0.value("account_id") }
    }

    /// Every client, the newest first.
    package func apiClients() throws -> [APIClient] {
        try all(.query("client/list"), decode: APIClient.init(row:))
    }

    /// Ends the use of the clients with this prefix, and answers them with their technical accounts.
    package func revokeClients(
        keyPrefix: String
    ) throws -> [(client: ClientID, account: AccountID, isShared: Bool)] {
        try all(.query("client/revoke"), keyPrefix) { row in
            (try row.value("client_id"), try row.value("account_id"), try row.value("is_shared"))
        }
    }

    /// A live client by its prefix, which stays as it is until the transaction ends.
    package func lockClient(keyPrefix: String) throws -> LockedClient? {
        try first(.query("client/lock"), keyPrefix) { row in
            LockedClient(
                client: try row.value("client_id"), hasKeySet: try row.value("has_key_set"),
                isAdministrator: try row.value("is_administrator"))
        }
    }

    /// Gives a client another key and answers when that expires; the one before goes on for so many hours.
    package func rotateKey(
        of client: ClientID, to sha256: [UInt8], prefix: String, days: Int, overlapHours: Int
    ) throws -> Date? {
        try first(.query("client/rotate_key"), client, prefix, sha256, days, overlapHours) {
            try $0.value("expires_at")
        }
    }

    /// Gives a client other public keys and answers when their registration expires.
    package func rotateKeySet(of client: ClientID, to keySet: String, days: Int) throws -> Date? {
        try first(.query("client/rotate_key_set"), client, keySet, days) { try $0.value("expires_at") }
    }
}
