package import Foundation
package import OutreachCore
package import Postgres

/// The program to which a key or a token belongs, as the database knows it.
package struct KnownCaller: Sendable {
    package let client: ClientID
    package let membership: Membership
    /// What the client may do; `nil` for all that its role allows.
    package let scopes: Set<Scope>?
    /// What its token was issued for; `nil` for a key.
    package let grantedScopes: Set<Scope>?
    package let networks: [String]
    package let sha256: [UInt8]
    package let expiresAt: Date

    fileprivate init(row: borrowing Row) throws {
        client = try row.value("client_id")
        membership = try Membership(row: row)
        scopes = try row.scopes("scopes")
        grantedScopes = try row.scopes("granted_scopes")
        networks = try row.array("networks")
        sha256 = try row.value("known_sha256")
        expiresAt = try row.value("expires_at")
    }
}

extension Membership {
    /// A row with account_id, account_name, organisation_id, ods_code and role.
    init(row: borrowing Row) throws {
        self.init(
            account: try row.value("account_id"), accountName: try row.value("account_name"),
            organisation: try row.value("organisation_id"), odsCode: try row.value("ods_code"),
            role: try row.value("role"))
    }
}

extension Row {
    /// A column of scopes; one that this program does not know lets nobody into anything.
    func scopes(_ column: String) throws -> Set<Scope>? {
        let words = try optional(column, as: PostgresArray<String>.self)?.elements
        return words.map { Set($0.compactMap(Scope.init(rawValue:))) }
    }
}

extension Session {
    /// Whom a key or an access token with this SHA-256 speaks for, expired or not.
    package func caller(bearing sha256: [UInt8]) throws -> KnownCaller? {
        try first(.query("client/find_caller"), sha256, decode: KnownCaller.init(row:))
    }

    /// Takes down that a client called, at most once a minute.
    package func noteUse(of client: ClientID) throws {
        try execute(.query("client/note_use"), client)
    }
}
