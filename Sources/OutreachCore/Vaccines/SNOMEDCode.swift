/// An identifier of a SNOMED CT concept, for example a procedure or a product.
///
/// A value has passed the checks that the national immunisation store makes: 6 to 18 digits, no leading zero, a
/// partition of concepts (`00` international, `10` of an extension) before the check digit, and that digit right.
///
/// Source: SNOMED CT Release File Specification, *SCTID*.
public struct SNOMEDCode: ParsedText, CustomStringConvertible {
    /// The digits.
    public let canonical: String

    public var description: String { canonical }

    public init(parsing text: String) throws(ParseError) {
        let digits = text.utf8.map { $0 &- 48 }
        guard digits.allSatisfy({ $0 < 10 }) else { throw .notDigits }
        guard (6...18).contains(digits.count), digits[0] != 0 else { throw .wrongLength }
        guard Verhoeff.accepts(digits) else { throw .checkDigit }
        let partition = digits.dropLast().suffix(2)
        guard partition.elementsEqual([0, 0]) || partition.elementsEqual([1, 0]) else { throw .notAConcept }
        canonical = text
    }

    /// A code of this module's tables; a test reads each of them.
    init(known code: StaticString) {
        canonical = code.description
    }

    /// Why a text is not the identifier of a concept.
    public enum ParseError: InputFault, Hashable, CaseIterable {
        case notDigits
        /// Not 6 to 18 digits, or a zero first.
        case wrongLength
        case checkDigit
        /// The identifier of a description or a relationship.
        case notAConcept

        public var code: String {
            switch self {
            case .notDigits: "snomed_not_digits"
            case .wrongLength: "snomed_wrong_length"
            case .checkDigit: "snomed_check_digit"
            case .notAConcept: "snomed_not_a_concept"
            }
        }

        public var advice: String {
            switch self {
            case .notDigits: "Enter the SNOMED CT code with the digits 0 to 9 only."
            case .wrongLength: "A SNOMED CT code has 6 to 18 digits and no leading zero. Check that none is missing."
            case .checkDigit:
                "A digit of the SNOMED CT code is wrong. Spreadsheets round long numbers: format the column as text."
            case .notAConcept: "This is the SNOMED CT code of a description. Enter the code of the concept."
            }
        }
    }
}
