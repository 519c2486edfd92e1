internal import Foundation

/// The public keys of a client as it registered them (RFC 7517): RSA for RS384, P-384 for ES384.
package struct ClientKeySet: Hashable, Codable, Sendable {
    /// What is kept of them: the members that a key needs, in one order.
    package let json: String

    private static let largestFile = 65_536
    private static let mostKeys = 20

    private struct Document: Codable {
        let keys: [JSONWebKey]
    }

    /// Reads a JWKS; keys for other algorithms are left out, as RFC 7517 asks.
    ///
    /// - Throws: ``Refusal`` that says what to change, also where the file holds a private key.
    package init(parsing bytes: [UInt8]) throws(Refusal) {
        guard bytes.count <= Self.largestFile,
            let document = try? JSONDecoder().decode(Document.self, from: Data(bytes))
        else { throw Refusal(.invalid, "The file of public keys is no JWKS: give an object with a list keys.") }
        guard !document.keys.contains(where: \.isPrivate) else {
            throw Refusal(
                .invalid,
                "The file holds a private key, which nobody but its owner may have. Take a new pair of keys, "
                    + "and give the public one.")
        }
        let usable = document.keys.filter { AssertionKey($0) != nil }.map(\.withoutTheRest)
        guard !usable.isEmpty, usable.count <= Self.mostKeys, Set(usable.map(\.kid)).count == usable.count else {
            throw Refusal(
                .invalid,
                "Give 1 to \(Self.mostKeys) keys, each with a kid of its own: RSA of 2048 to 8192 bits for "
                    + "RS384, or EC on P-384 for ES384.")
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        json = (try? encoder.encode(Document(keys: usable))).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// What the database kept.
    init(stored json: String) {
        self.json = json
    }

    /// The key with this id; `nil` where there is none.
    func key(_ kid: String) -> AssertionKey? {
        let keys = (try? JSONDecoder().decode(Document.self, from: Data(json.utf8)))?.keys
        return keys?.first { $0.kid == kid }.flatMap(AssertionKey.init)
    }
}

/// One key as JSON (RFC 7517, section 4; RFC 7518, section 6).
struct JSONWebKey: Codable {
    let kty: String
    let kid: String?
    let use: String?
    let alg: String?
    let crv: String?
    let x: String?
    let y: String?
    let n: String?
    let e: String?
    /// The private part, which must not be here; `k` is the secret of a symmetric key.
    let d: String?
    let k: String?

    var isPrivate: Bool { d != nil || k != nil }

    var withoutTheRest: JSONWebKey {
        JSONWebKey(kty: kty, kid: kid, use: nil, alg: nil, crv: crv, x: x, y: y, n: n, e: e, d: nil, k: nil)
    }
}
