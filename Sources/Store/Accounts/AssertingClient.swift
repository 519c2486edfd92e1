package import Foundation
package import OutreachCore
package import Postgres

/// A client that signs assertions, as the database knows it.
package struct AssertingClient: Sendable {
    package let id: ClientID
    package let membership: Membership
    /// What it may do; `nil` for all that its role allows.
    package let scopes: Set<Scope>?
    package let networks: [String]
    /// Its public keys as JSON; `nil` where only their address is known.
    package let keySet: String?
    package let expiresAt: Date

    fileprivate init(row: borrowing Row) throws {
        id = try row.value("client_id")
        membership = try Membership(row: row)
        scopes = try row.scopes("scopes")
        networks = try row.array("networks")
        keySet = try row.optional("key_set")
        expiresAt = try row.value("expires_at")
    }
}

/// A token that is about to be given out for an assertion.
package struct NewAccessToken: Sendable {
    package let sha256: [UInt8]
    package let scopes: Set<Scope>
    package let expiresAt: Date
    /// The SHA-256 of the assertion's `jti`, and when the assertion ends.
    package let assertionSHA256: [UInt8]
    package let assertionEndsAt: Date

    package init(
        sha256: [UInt8], scopes: Set<Scope>, expiresAt: Date, assertionSHA256: [UInt8], assertionEndsAt: Date
    ) {
        self.sha256 = sha256
        self.scopes = scopes
        self.expiresAt = expiresAt
        self.assertionSHA256 = assertionSHA256
        self.assertionEndsAt = assertionEndsAt
    }
}

extension Session {
    /// The live client that signs assertions under this id, expired or not.
    package func assertingClient(_ id: ClientID) throws -> AssertingClient? {
        try first(.query("client/find_asserting"), id, decode: AssertingClient.init(row:))
    }

    /// Keeps a token, or answers false where its assertion was used before.
    package func issue(_ token: NewAccessToken, to client: ClientID) throws -> Bool {
        try first(
            .query("token/issue"), client, token.assertionSHA256, token.assertionEndsAt, token.sha256,
            PostgresArray(token.scopes.map(\.rawValue).sorted()), token.expiresAt,
            decode: { try $0.value("is_new") }) ?? false
    }

    /// Forgets tokens and assertions that ended more than an hour ago; answers how many.
    package func purgeCredentials() throws -> Int {
        try first(.query("token/purge")) { try $0.value("purged") } ?? 0
    }
}
