/// A country by its two-letter code, for example `PH`: where a person came from or trained.
///
/// Source: ISO 3166-1 alpha-2, by shape only: the list changes, and a table out of date would turn people away.
public struct CountryCode: ParsedText, CustomStringConvertible {
    /// Two capital letters.
    public let canonical: String

    public var description: String { canonical }

    /// - Throws: ``ParseError`` unless the text is two ASCII letters, in any case.
    public init(parsing text: String) throws(ParseError) {
        guard let code = text.trimmed.uppercasedASCII, code.utf8.count == 2,
            code.utf8.allSatisfy({ (65...90).contains($0) })
        else { throw .notTwoLetters }
        canonical = code
    }

    /// Why a text is not a country code.
    public enum ParseError: InputFault, Hashable {
        case notTwoLetters

        public var code: String { "country_not_two_letters" }

        public var advice: String { "Enter the country's two-letter code, for example PH." }
    }
}
