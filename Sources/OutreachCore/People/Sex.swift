/// What a record says of a person's sex or gender: administrative, and not always the same in every record.
///
/// Source: NHS Data Dictionary codes 0, 1, 2 and 9; HL7 FHIR R4 *AdministrativeGender*.
public enum Sex: String, Hashable, Codable, Sendable, CaseIterable {
    case notKnown = "not_known"
    case male
    case female
    /// Not stated, or neither of the two.
    case notSpecified = "not_specified"

    /// The NHS code: `0`, `1`, `2` or `9`.
    public var code: String {
        switch self {
        case .notKnown: "0"
        case .male: "1"
        case .female: "2"
        case .notSpecified: "9"
        }
    }

    /// The FHIR code; the national stores map 9 to `other` and 0 to `unknown`.
    public var fhirCode: String {
        switch self {
        case .notKnown: "unknown"
        case .male: "male"
        case .female: "female"
        case .notSpecified: "other"
        }
    }

    /// Reads what forms and spreadsheets say, in any case: NHS codes, FHIR codes, initials and common words.
    ///
    /// - Throws: ``ParseError`` also for an empty text: whether an empty cell means "not known" is the caller's
    ///   decision.
    public init(parsing text: String) throws(ParseError) {
        let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
        switch words {
        case "1", "m", "male", "man": self = .male
        case "2", "f", "female", "woman": self = .female
        case "9", "o", "other", "not specified", "indeterminate", "non binary", "nonbinary", "x": self = .notSpecified
        case "0", "u", "unknown", "not known", "not stated", "not disclosed", "prefer not to say": self = .notKnown
        default: throw .unknownWord
        }
    }

    /// Why a text is not read as a sex.
    public enum ParseError: InputFault, Hashable {
        case unknownWord

        public var code: String { "sex_unknown_word" }

        public var advice: String { "Enter male, female, other or not known." }
    }
}
