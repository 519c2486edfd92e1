import Foundation
import Operations
import OutreachCore
import Store

/// The answer to adding or rotating a client: with the key, unless there is none or it was shown before.
struct ShownKey: Encodable {
    let client: String
    let keyPrefix: String
    let expiresAt: Date
    let key: String?
    /// Whether the client signs assertions and has no key.
    private let signs: Bool

    private enum CodingKeys: String, CodingKey {
        case client
        case keyPrefix
        case expiresAt
        case key
    }

    // The key that was drawn; nil for a client that signs assertions.
    init(_ added: AddAPIClient.Outcome, of key: APIKey?) {
        client = added.client.description
        keyPrefix = added.keyPrefix
        expiresAt = added.expiresAt
        self.key = added.keyPrefix == key?.prefix ? key?.text : nil
        signs = key == nil
    }

    func show(_ global: GlobalOptions) throws {
        let first = signs ? "client \(client)" : key ?? "This was done before, and the key was shown then."
        try Terminal(json: global.json).show(
            self, first, "prefix \(keyPrefix), good until \(expiresAt.formatted(.iso8601))")
    }
}

/// A client as the list shows it.
struct ShownClient: Encodable {
    let client: String
    let keyPrefix: String
    let name: String
    let role: String
    let at: String
    let account: String
    let state: String
    let scopes: [String]
    let networks: [String]
    let credential: String
    let expiresAt: String
    let lastUsedAt: String?

    init(_ client: APIClient, _ now: Date) {
        self.client = client.id.description
        keyPrefix = client.keyPrefix
        name = client.name
        role = client.role?.rawValue ?? ""
        at = client.odsCode.canonical
        account = client.signIn
        state = client.revokedAt != nil ? "revoked" : client.expiresAt <= now ? "expired" : "live"
        scopes = (client.scopes ?? client.role?.scopes ?? []).map(\.rawValue).sorted()
        networks = client.networks
        credential = client.hasKeySet ? "key_set" : "key"
        expiresAt = client.expiresAt.formatted(.iso8601)
        lastUsedAt = client.lastUsedAt?.formatted(.iso8601)
    }

    static let header = ["PREFIX", "NAME", "ROLE", "AT", "STATE", "UNTIL", "LAST USED", "SCOPES", "FROM"]

    var cells: [String] {
        [
            keyPrefix, name, role, at, state, expiresAt, lastUsedAt ?? "never", scopes.joined(separator: " "),
            networks.joined(separator: " "),
        ]
    }
}
