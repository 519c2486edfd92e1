internal import Foundation

/// Base64 for URLs, without padding (RFC 4648, section 5; RFC 7515, appendix C).
enum Base64URL {
    /// The bytes of a text; `nil` where it holds padding or any other character.
    static func decode(_ text: some StringProtocol) -> [UInt8]? {
        var standard = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "A"..."Z", "a"..."z", "0"..."9": standard.unicodeScalars.append(scalar)
            case "-": standard.append("+")
            case "_": standard.append("/")
            default: return nil
            }
        }
        standard += String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4)
        guard let bytes = Data(base64Encoded: standard).map({ [UInt8]($0) }) else { return nil }
        // Bits beyond the last byte must be zero, or one signature could be written in several ways.
        return encode(bytes) == text ? bytes : nil
    }

    static func encode(_ bytes: some Sequence<UInt8>) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
