import Foundation
import HTTPTypes
import Hummingbird
import Operations
import OutreachCore
import Store

extension Endpoint {
    /// Programs that call the service, and how they sign in.
    static let clients: [Endpoint] = [
        Endpoint(.get, "/clients", ListAPIClients.self) { exchange in
            try exchange.wholeList(try await exchange.run(ListAPIClients()).map(ListedClient.init))
        },
        Endpoint(.post, "/clients", AddAPIClient.self) { exchange in
            var generator = SystemRandomNumberGenerator()
            let key = APIKey(using: &generator)
            let (request, signs) = try await exchange.read { $0.newClient(key) }
            return try Answer.json(.created, NewClient(try await exchange.once(request), of: signs ? nil : key))
        },
        Endpoint(.post, "/clients/{key_prefix}/rotate", RotateAPIClient.self) { exchange in
            var generator = SystemRandomNumberGenerator()
            let key = APIKey(using: &generator)
            let prefix = exchange.parameter("key_prefix").lowercased()
            let (request, signs) = try await exchange.read { fields in
                let days = fields.integer("days", in: 1...AddAPIClient.longestLife) ?? AddAPIClient.longestLife
                let overlap = fields.integer("overlap_hours", in: 0...RotateAPIClient.longestOverlap) ?? 0
                let keys = fields.keySet()
                return (
                    RotateAPIClient(keyPrefix: prefix, days: days, overlapHours: overlap, apiKey: key, keySet: keys),
                    keys != nil
                )
            }
            return try Answer.json(.ok, NewClient(try await exchange.once(request), of: signs ? nil : key))
        },
        Endpoint(.post, "/clients/{key_prefix}/revoke", RevokeAPIClient.self) { exchange in
            let request = RevokeAPIClient(keyPrefix: exchange.parameter("key_prefix").lowercased())
            return try Answer.json(.ok, Result(try await exchange.once(request)))
        },
    ]

    /// Where programs that sign assertions get their access tokens; RFC 6749 and SMART Backend Services.
    static let tokens: [Endpoint] = [
        Endpoint(.get, "/.well-known/smart-configuration") { exchange in
            try Answer.json(.ok, SmartConfiguration(tokenURL: exchange.services.tokenURL))
        },
        Endpoint(.post, "/oauth2/token") { exchange in
            try exchange.requireType("application/x-www-form-urlencoded")
            let form = Form.fields(try await exchange.body(upTo: exchange.services.limits.bodyBytes))
            let address = exchange.services.address(of: exchange.request, exchange.context)
            switch try await exchange.services.tokens.answer(TokenRequest(form: form), from: address) {
            case .issued(let token): return try Answer.json(.ok, token)
            case .refused(let refusal):
                if refusal.error == .invalidClient {
                    try exchange.services.gates.noteFailedSignIn(from: address)
                }
                return try Answer.json(refusal.error == .invalidClient ? .unauthorized : .badRequest, refusal)
            }
        },
    ]
}

/// The body of an HTML form (WHATWG URL, section 5.1).
enum Form {
    static func fields(_ bytes: [UInt8]) -> [(name: String, value: String)] {
        String(decoding: bytes, as: UTF8.self).split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (decoded(String(parts[0])), parts.count > 1 ? decoded(String(parts[1])) : "")
        }
    }

    private static func decoded(_ text: String) -> String {
        let spaced = text.replacing("+", with: " ")
        return spaced.removingPercentEncoding ?? spaced
    }
}

extension JSONFields {
    fileprivate mutating func newClient(_ key: APIKey) -> (AddAPIClient, signs: Bool)? {
        for name in ["name", "ods_code", "role"] { require(name) }
        let name = text("name")
        let code = value("ods_code", ODSCode.self)
        let role = word("role", Role.self)
        let days = integer("days", in: 1...AddAPIClient.longestLife) ?? AddAPIClient.longestLife
        let scopes = words("scopes", Scope.self)
        let networks = texts("networks", atMost: 50)
        let account = value("account", SignIn.self)
        let keys = keySet()
        guard let name, let code, let role else { return nil }
        let addition = AddAPIClient(
            name: name, odsCode: code, role: role, days: days, apiKey: key, scopes: scopes, networks: networks,
            account: account, keySet: keys)
        return (addition, keys != nil)
    }

    /// The public keys of a program that signs assertions, as a JWKS.
    fileprivate mutating func keySet() -> ClientKeySet? {
        guard let document = document("key_set") else { return nil }
        do {
            return try ClientKeySet(parsing: [UInt8](JSONEncoder().encode(document)))
        } catch let refusal as Refusal {
            return refuse("key_set", "key_set_invalid", refusal.sentence)
        } catch {
            return refuse("key_set", "key_set_invalid", "Give a JWKS: an object with a list keys.")
        }
    }
}

/// A client that was made or given a new key; the key is shown this once.
private struct NewClient: Encodable {
    let clientID: ClientID
    let keyPrefix: String
    let expiresAt: Date
    /// Absent for a client that signs assertions, and where the same request was answered before.
    let key: String?

    init(_ outcome: AddAPIClient.Outcome, of key: APIKey?) {
        clientID = outcome.client
        keyPrefix = outcome.keyPrefix
        expiresAt = outcome.expiresAt
        self.key = outcome.keyPrefix == key?.prefix ? key?.text : nil
    }
}

private struct ListedClient: Encodable {
    let clientID: ClientID
    let name: String
    let keyPrefix: String
    let odsCode: ODSCode
    let role: Role?
    let scopes: [String]
    let networks: [String]
    let signsAssertions: Bool
    let createdAt: Date
    let expiresAt: Date
    let revokedAt: Date?
    let lastUsedAt: Date?

    init(_ client: APIClient) {
        clientID = client.id
        name = client.name
        keyPrefix = client.keyPrefix
        odsCode = client.odsCode
        role = client.role
        scopes = (client.scopes ?? client.role?.scopes ?? []).map(\.rawValue).sorted()
        networks = client.networks
        signsAssertions = client.hasKeySet
        createdAt = client.createdAt
        expiresAt = client.expiresAt
        revokedAt = client.revokedAt
        lastUsedAt = client.lastUsedAt
    }
}
