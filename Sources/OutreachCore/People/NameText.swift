import Foundation

/// One part of a name: normalised, and refused where it could not be shown as it was entered.
struct NameText {
    /// In Unicode scalars, as PostgreSQL counts characters.
    ///
    /// The longest names on record have some 200; a limit by grapheme would let one letter carry a thousand marks.
    static let maximumLength = 300

    /// The text in normal form C with single spaces inside, or `nil` where it was empty.
    let content: String?

    init(_ text: String) throws(PersonName.ParseError) {
        if text.isPlain {
            guard text.utf8.count <= Self.maximumLength else { throw .tooLong }
            content = text.isEmpty ? nil : text
            return
        }
        let trimmed = text.trimmed
        guard trimmed.unicodeScalars.count <= Self.maximumLength else { throw .tooLong }
        var previous: Unicode.Scalar?
        for scalar in trimmed.unicodeScalars {
            try Self.check(scalar, after: previous)
            previous = scalar
        }
        let content = trimmed.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        self.content = content.isEmpty ? nil : content.precomposedStringWithCanonicalMapping
    }

    private static func check(
        _ scalar: Unicode.Scalar, after previous: Unicode.Scalar?
    ) throws(PersonName.ParseError) {
        if scalar == "\u{FFFD}" { throw .damagedText }
        if scalar.turnsText { throw .directionMark }
        if scalar.isJoiner, let previous, previous.usesJoiners { return }
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: throw .controlCharacter
        case .format: throw .invisibleCharacter
        default: break
        }
        // Fillers and joiners of other categories. A variation selector picks the form of the one letter before it.
        if scalar.properties.isVariationSelector, let previous, !previous.properties.isVariationSelector { return }
        if scalar.properties.isDefaultIgnorableCodePoint { throw .invisibleCharacter }
    }
}

extension Unicode.Scalar {
    /// Marks, embeddings, overrides and isolates of the bidirectional algorithm (UAX #9).
    fileprivate var turnsText: Bool {
        switch value {
        case 0x061C, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    /// Zero-width non-joiner and joiner.
    fileprivate var isJoiner: Bool { value == 0x200C || value == 0x200D }

    /// Letters and vowel signs of the scripts that spell with joiners: Arabic and its relatives, the scripts of
    /// India and Sri Lanka, Myanmar, Khmer and Mongolian.
    fileprivate var usesJoiners: Bool {
        switch value {
        case 0x0600...0x08FF, 0x0900...0x0DFF, 0x1000...0x109F, 0x1780...0x18AF, 0xFB50...0xFDFF, 0xFE70...0xFEFC:
            true
        default: false
        }
    }

    /// Anything but a letter outside the Latin blocks, which include the apostrophe-like letters of Hawaiian.
    var isLatinOrNoLetter: Bool {
        guard properties.isAlphabetic else { return true }
        switch value {
        case 0..<0x0370, 0x1D00...0x1DBF, 0x1E00...0x1EFF, 0x2C60...0x2C7F, 0xA720...0xA7FF, 0xAB30...0xAB6F:
            return true
        default: return false
        }
    }
}
