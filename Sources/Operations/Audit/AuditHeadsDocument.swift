internal import Crypto
package import Foundation
internal import OutreachCore
package import Store

/// The ends of all chains at one time, as another system keeps them.
///
/// What is signed is the text of ``signedText``, by ECDSA on P-256 with SHA-256; the signature is DER in Base64, so that
/// `openssl dgst -sha256 -verify` checks it without a line of ours.
package struct AuditHeadsDocument: Hashable, Codable, Sendable {
    package let heads: [AuditHead]
    /// In UTC, as `2026-11-20T22:20:51Z`.
    package let signedAt: String?
    /// The first 16 hexadecimal digits of the SHA-256 of the public key (DER).
    package let keyID: String?
    package let signature: String?

    private enum CodingKeys: String, CodingKey {
        case heads
        case signedAt = "signed_at"
        case keyID = "key_id"
        case signature
    }

    init(heads: [AuditHead], signedAt: String? = nil, keyID: String? = nil, signature: String? = nil) {
        self.heads = heads
        self.signedAt = signedAt
        self.keyID = keyID
        self.signature = signature
    }

    /// Reads a file of heads.
    ///
    /// - Throws: ``Refusal`` where it is none.
    package init(parsing bytes: Data) throws(Refusal) {
        guard let document = try? JSONDecoder().decode(Self.self, from: bytes) else {
            throw Refusal(.invalid, "The file of heads cannot be read. Name one that audit heads --out has written.")
        }
        self = document
    }

    /// The file, for people and machines.
    package func bytes() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self) + Data("\n".utf8)
    }

    /// A line for the format, one for the time, and one for each chain.
    package var signedText: String {
        (["outreach-audit-heads-1", signedAt ?? ""]
            + heads.map { "\($0.organisation) \($0.position) \($0.chainSHA256)" }).map { $0 + "\n" }.joined()
    }

    /// Whether the document is as its signer made it.
    package func isSigned(by key: AuditPublicKey) -> Bool {
        guard let signature = signature.flatMap({ Data(base64Encoded: $0) }),
            let signature = try? P256.Signing.ECDSASignature(derRepresentation: signature)
        else { return false }
        return key.key.isValidSignature(signature, for: Data(signedText.utf8))
    }

    /// What the document of a day is called in a folder.
    package static func fileName(of day: Date) -> String {
        "audit-heads-\(Moment.day(of: day).iso).json"
    }
}

/// The key that signs heads: PEM, read from a file that only the service can read.
package struct AuditSigner: Sendable {
    private let key: P256.Signing.PrivateKey

    /// Draws a new key.
    package init() {
        key = P256.Signing.PrivateKey()
    }

    /// - Throws: ``Refusal`` where the text is no private key on P-256.
    package init(pem: String) throws(Refusal) {
        guard let key = try? P256.Signing.PrivateKey(pemRepresentation: pem) else {
            throw Refusal(.invalid, "The audit key cannot be read. Make one by outreach audit keygen.")
        }
        self.key = key
    }

    /// The secret, for the file that keeps it.
    package var privatePEM: String { key.pemRepresentation + "\n" }

    package var publicKey: AuditPublicKey { AuditPublicKey(key.publicKey) }

    func sign(_ heads: [AuditHead], at moment: Date) throws -> AuditHeadsDocument {
        let time = moment.formatted(.iso8601)
        let unsigned = AuditHeadsDocument(heads: heads, signedAt: time)
        let signature = try key.signature(for: Data(unsigned.signedText.utf8))
        return AuditHeadsDocument(
            heads: heads, signedAt: time, keyID: publicKey.id,
            signature: signature.derRepresentation.base64EncodedString())
    }
}

/// The key that checks heads, kept by whoever keeps them.
package struct AuditPublicKey: Sendable {
    let key: P256.Signing.PublicKey

    init(_ key: P256.Signing.PublicKey) {
        self.key = key
    }

    /// - Throws: ``Refusal`` where the text is no public key on P-256.
    package init(pem: String) throws(Refusal) {
        guard let key = try? P256.Signing.PublicKey(pemRepresentation: pem) else {
            throw Refusal(.invalid, "The public key cannot be read. Name the file that audit keygen printed.")
        }
        self.key = key
    }

    package var pem: String { key.pemRepresentation + "\n" }

    /// By which people tell keys apart.
    package var id: String {
        SHA256.hash(data: key.derRepresentation).prefix(8)
            .map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined()
    }
}
