internal import Crypto
internal import CryptoExtras
internal import Foundation

/// A public key that checks the signature of an assertion.
///
/// The key says which algorithm it is for, never the assertion: nobody can have an RSA key taken for the secret of a
/// symmetric algorithm (RFC 8725, section 3.1).
enum AssertionKey {
    case rs384(_RSA.Signing.PublicKey)
    case es384(P384.Signing.PublicKey)

    /// `nil` where the key is for another algorithm or use, is too weak, or has no id.
    init?(_ key: JSONWebKey) {
        guard let kid = key.kid, (1...200).contains(kid.utf8.count), key.use ?? "sig" == "sig" else { return nil }
        switch key.kty {
        case "RSA" where key.alg ?? "RS384" == "RS384": self.init(rsa: key)
        case "EC" where key.alg ?? "ES384" == "ES384" && key.crv == "P-384": self.init(p384: key)
        default: return nil
        }
    }

    /// The name of the algorithm in the header of an assertion (RFC 7518, section 3.1).
    var algorithm: String {
        switch self {
        case .rs384: "RS384"
        case .es384: "ES384"
        }
    }

    func isValid(_ signature: [UInt8], for bytes: [UInt8]) -> Bool {
        let digest = SHA384.hash(data: bytes)
        switch self {
        case .rs384(let key):
            return key.isValidSignature(
                _RSA.Signing.RSASignature(rawRepresentation: signature), for: digest, padding: .insecurePKCS1v1_5)
        case .es384(let key):
            guard let signature = try? P384.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
            return key.isValidSignature(signature, for: digest)
        }
    }

    private init?(rsa key: JSONWebKey) {
        guard let modulus = key.n.flatMap(Base64URL.decode), let exponent = key.e.flatMap(Base64URL.decode),
            (256...1_024).contains(modulus.drop { $0 == 0 }.count), (1...8).contains(exponent.count),
            let key = try? _RSA.Signing.PublicKey(n: modulus, e: exponent), key.keySizeInBits >= 2_048
        else { return nil }
        self = .rs384(key)
    }

    private init?(p384 key: JSONWebKey) {
        guard let x = key.x.flatMap(Base64URL.decode), let y = key.y.flatMap(Base64URL.decode),
            x.count == 48, y.count == 48,
            let key = try? P384.Signing.PublicKey(x963Representation: [4] + x + y)
        else { return nil }
        self = .es384(key)
    }
}
