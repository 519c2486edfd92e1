import Crypto
import OutreachCore

/// The secret by which a program proves who it is: `outreach_<prefix>_<secret>`.
///
/// Only its SHA-256 is kept. A slow hash would add nothing: 256 random bits cannot be guessed from their digest.
package struct APIKey: PersonalData, Sendable {
    /// Eight hexadecimal digits by which people tell keys apart; no part of the secret.
    package let prefix: String
    private let secret: String

    /// Draws a new key.
    package init(using generator: inout some RandomNumberGenerator) {
        prefix = Self.hexadecimal(bytes: 4, using: &generator)
        secret = Self.hexadecimal(bytes: 32, using: &generator)
    }

    /// The whole key, to be shown once to whoever asked for it.
    package var text: String { "outreach_\(prefix)_\(secret)" }

    package var sha256: [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }

    private static func hexadecimal(bytes: Int, using generator: inout some RandomNumberGenerator) -> String {
        (0..<bytes).map { _ in UInt8.random(in: 0...255, using: &generator) }
            .map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined()
    }
}
