import Crypto
import CryptoExtras
import Foundation
import Operations

/// A client that proves who it is by signed assertions.
struct SigningClient: Sendable {
    enum Algorithm: String, CaseIterable, Sendable {
        case rs384 = "RS384"
        case es384 = "ES384"
    }

    private enum Pair: Sendable {
        case rsa(_RSA.Signing.PrivateKey)
        case ec(P384.Signing.PrivateKey)
    }

    let algorithm: Algorithm
    let kid = UUID().uuidString
    private let pair: Pair

    init(_ algorithm: Algorithm) throws {
        self.algorithm = algorithm
        pair =
            switch algorithm {
            case .rs384: .rsa(try _RSA.Signing.PrivateKey(keySize: .bits2048))
            case .es384: .ec(P384.Signing.PrivateKey())
            }
    }

    /// The public key as a client registers it.
    func keySet() throws -> ClientKeySet {
        var key = ["kid": kid]
        switch pair {
        case .rsa(let pair):
            let parts = try pair.publicKey.getKeyPrimitives()
            key.merge(["kty": "RSA", "n": Self.encode(parts.modulus), "e": Self.encode(parts.publicExponent)]) { $1 }
        case .ec(let pair):
            let point = pair.publicKey.rawRepresentation
            key.merge(
                ["kty": "EC", "crv": "P-384", "x": Self.encode(point.prefix(48)), "y": Self.encode(point.suffix(48))]
            ) { $1 }
        }
        return try ClientKeySet(parsing: Array(JSONEncoder().encode(["keys": [key]])))
    }

    func assertion(_ claims: [String: Any]) throws -> String {
        let parts: [Any] = [["alg": algorithm.rawValue, "kid": kid, "typ": "JWT"], claims]
        let signed = try parts.map { Self.encode(try JSONSerialization.data(withJSONObject: $0)) }
            .joined(separator: ".")
        return signed + "." + Self.encode(try signature(of: Data(signed.utf8)))
    }

    private func signature(of data: Data) throws -> Data {
        switch pair {
        case .rsa(let pair):
            try pair.signature(for: SHA384.hash(data: data), padding: .insecurePKCS1v1_5).rawRepresentation
        case .ec(let pair): try pair.signature(for: data).rawRepresentation
        }
    }

    private static func encode(_ bytes: some Sequence<UInt8>) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
