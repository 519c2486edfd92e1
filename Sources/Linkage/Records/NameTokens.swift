import Foundation

/// Names as tokens of lower-case Latin letters, in one buffer that is used again and again.
struct NameTokens {
    private(set) var bytes: [UInt8] = []
    private(set) var ends: [Int] = []

    var count: Int { ends.count }

    init() {
        bytes.reserveCapacity(128)
        ends.reserveCapacity(16)
    }

    /// Takes the tokens of a name: folded to Latin letters, apostrophes dropped, split at everything else.
    ///
    /// Letters of a script that has no transliteration are kept as they are.
    mutating func read(_ text: Text) {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        if text.allSatisfy({ $0 < 0x80 }) {
            appendFolded(text)
        } else {
            var folded = Self.fold(text.string)
            folded.withUTF8 { appendFolded($0) }
        }
    }

    func range(_ index: Int) -> Range<Int> {
        (index == 0 ? 0 : ends[index - 1])..<ends[index]
    }

    private mutating func appendFolded(_ text: Text) {
        var start = 0
        for byte in text {
            if byte.isLetter {
                bytes.append(byte | 0x20)
            } else if byte >= 0x80 {
                bytes.append(byte)
            } else if byte != UInt8(ascii: "'"), byte != UInt8(ascii: "`"), bytes.count > start {
                ends.append(bytes.count)
                start = bytes.count
            }
        }
        if bytes.count > start { ends.append(bytes.count) }
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
