internal import Crypto
package import Linkage

extension MatchModel {
    /// The SHA-256 of the model's text, in hexadecimal: two models of one id decide alike.
    package var id: String {
        SHA256.hash(data: Array(text.utf8)).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
