/// A telephone number of any country, as digits.
public struct PhoneNumber: ParsedText, PersonalData {
    /// The digits, behind a plus sign where a country code was given.
    public let canonical: String

    public var digits: String { String(canonical.drop { $0 == "+" }) }

    /// The last ten digits, or all of a shorter number: equal for `07…` and `+44 7…`, so the matcher compares
    /// these.
    public var lastTenDigits: String { String(digits.suffix(10)) }

    /// The international form of ITU-T E.164, with a plus sign, or `nil` where the country is not known.
    ///
    /// Numbers with a leading zero are taken for British ones, and so are ten digits that start with 7: a
    /// spreadsheet has eaten the zero of a mobile number.
    public var e164: String? {
        if canonical.hasPrefix("+") { return canonical }
        let isBritish = canonical.hasPrefix("0") && (10...11).contains(digits.count)
        let isMobileWithoutZero = canonical.hasPrefix("7") && digits.count == 10
        return isBritish || isMobileWithoutZero ? "+44\(digits.drop { $0 == "0" })" : nil
    }

    /// Whether a text message can reach it: a British mobile number, or any number abroad.
    public var mayReceiveText: Bool {
        guard let e164 else { return false }
        return e164.hasPrefix("+447") || !e164.hasPrefix("+44")
    }

    /// Reads a number with spaces, hyphens, brackets, dots and slashes anywhere.
    ///
    /// `00` at the start is a plus sign; the `(0)` of `+44 (0)20 …` is left out, since nobody dials it.
    ///
    /// - Throws: ``ParseError``, which never carries the text.
    public init(parsing text: String) throws(ParseError) {
        var canonical = ""
        for scalar in text.unicodeScalars where !scalar.separatesGroups && !"()./".unicodeScalars.contains(scalar) {
            guard ("0"..."9").contains(scalar) || (scalar == "+" && canonical.isEmpty) else {
                throw .unexpectedCharacter
            }
            canonical.unicodeScalars.append(scalar)
        }
        if canonical.hasPrefix("00") { canonical = "+" + canonical.dropFirst(2) }
        if canonical.hasPrefix("+440") { canonical = "+44" + canonical.dropFirst(4) }
        self.canonical = canonical
        guard (6...15).contains(digits.count) else { throw .wrongLength(digits.count) }
    }

    /// Why a text is not read as a telephone number.
    public enum ParseError: InputFault, Hashable {
        /// So many digits; E.164 allows 15, and below 6 it is a short code.
        case wrongLength(Int)
        case unexpectedCharacter

        public var code: String {
            switch self {
            case .wrongLength: "phone_wrong_length"
            case .unexpectedCharacter: "phone_unexpected_character"
            }
        }

        public var advice: String {
            switch self {
            case .wrongLength(let count): "A telephone number has 6 to 15 digits, this has \(count). Check it."
            case .unexpectedCharacter: "Enter one telephone number with digits only, and + before a country code."
            }
        }
    }
}
