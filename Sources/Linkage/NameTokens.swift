import Foundation

/// Names as tokens of lower-case Latin letters.
enum NameTokens {
    /// The tokens of a name: folded to Latin letters, apostrophes dropped, split at everything else.
    ///
    /// Letters of a script that has no transliteration are kept as they are.
    static func tokens(of text: String) -> [String] {
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return asciiTokens(of: fold(text)) }
        return asciiTokens(of: text)
    }

    private static func asciiTokens(of text: String) -> [String] {
        var tokens: [String] = []
        var token: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), 0x80...:
                token.append(byte)
            case UInt8(ascii: "A")...UInt8(ascii: "Z"):
                token.append(byte | 0x20)
            case UInt8(ascii: "'"), UInt8(ascii: "`"):
                continue
            default:
                close(&token, into: &tokens)
            }
        }
        close(&token, into: &tokens)
        return tokens
    }

    private static func close(_ token: inout [UInt8], into tokens: inout [String]) {
        guard !token.isEmpty else { return }
        tokens.append(String(decoding: token, as: UTF8.self))
        token.removeAll(keepingCapacity: true)
    }

    /// Latin letters without marks, in the spelling that papers use where there are several (ß as ss, æ as ae).
    ///
    /// The transliteration of other scripts is ICU's and may change with its version.
    private static func fold(_ text: String) -> String {
        let latin =
            text.unicodeScalars.contains(where: isOfAnotherScript)
            ? text.applyingTransform(.toLatin, reverse: false) ?? text : text
        var folded = ""
        for scalar in latin.decomposedStringWithCompatibilityMapping.unicodeScalars {
            append(scalar, to: &folded)
        }
        return folded
    }

    private static func append(_ scalar: Unicode.Scalar, to folded: inout String) {
        if scalar.isASCII {
            folded.unicodeScalars.append(scalar)
        } else if let spelling = spellings[scalar] {
            folded += spelling
        } else if scalar.properties.isAlphabetic, scalar.properties.generalCategory != .modifierLetter {
            folded += scalar.properties.lowercaseMapping
        } else if scalar.properties.isWhitespace || scalar.properties.isDash {
            folded += " "
        }
    }

    private static func isOfAnotherScript(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x0370 && !(0x1e00...0x1eff).contains(scalar.value) && scalar.properties.isAlphabetic
    }

    /// Latin letters that have no canonical decomposition.
    private static let spellings: [Unicode.Scalar: String] = [
        "ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "ħ": "h", "Ħ": "h",
        "ß": "ss", "ẞ": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "þ": "th", "Þ": "th", "ı": "i",
        "ŋ": "ng", "Ŋ": "ng", "ŧ": "t", "Ŧ": "t", "ə": "e", "Ə": "e", "ɓ": "b", "Ɓ": "b", "ɗ": "d", "Ɗ": "d",
        "ƙ": "k", "Ƙ": "k", "ƴ": "y", "Ƴ": "y",
    ]
}
