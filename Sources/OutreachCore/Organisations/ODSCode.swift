/// The code of an organisation or site in the NHS's Organisation Data Service, for example `RH802`.
///
/// Only the shape is checked: whether an organisation has the code is asked of the service itself.
/// Source: Personal Demographics Service specification, `^[0-9A-Z]+$`; twelve are longer than any in use.
public struct ODSCode: ParsedText, CustomStringConvertible {
    /// One to twelve capital letters and digits.
    public let canonical: String

    public var description: String { canonical }

    /// Reads a code in any case.
    public init(parsing text: String) throws(ParseError) {
        guard let code = text.trimmed.uppercasedASCII, (1...12).contains(code.utf8.count),
            code.utf8.allSatisfy({ (48...57).contains($0) || (65...90).contains($0) })
        else { throw .notACode }
        canonical = code
    }

    private init(known code: StaticString) {
        canonical = code.description
    }

    /// The place of a vaccination when nobody knows it.
    public static let unknownLocation = ODSCode(known: "X99999")
    /// Stands for the practice of a person who is registered with none.
    public static let noRegisteredPractice = ODSCode(known: "V81997")
    /// Stands for a practice where the question does not apply.
    public static let practiceNotApplicable = ODSCode(known: "V81998")
    /// Stands for a practice that nobody knows.
    public static let practiceNotKnown = ODSCode(known: "V81999")

    /// Whether the code stands for the lack of an organisation.
    public var isPlaceholder: Bool {
        [Self.unknownLocation, .noRegisteredPractice, .practiceNotApplicable, .practiceNotKnown].contains(self)
    }

    /// Why a text is not an ODS code.
    public enum ParseError: InputFault, Hashable {
        case notACode

        public var code: String { "ods_code_not_a_code" }

        public var advice: String { "Enter the organisation's ODS code: up to 12 letters and digits, such as RH802." }
    }
}
