/// The name by which an account signs in: an e-mail address, or a word for an account that is no person's.
public struct SignIn: ParsedText, PersonalData {
    /// In lower case, so that nobody has two accounts by a slip of the shift key.
    public let canonical: String

    /// Reads an e-mail address, or a word of letters, digits, hyphens and full stops.
    ///
    /// - Throws: ``ParseError``, which never carries the text.
    public init(parsing text: String) throws(ParseError) {
        let word = text.trimmed.lowercased()
        guard (1...254).contains(word.utf8.count) else { throw .notASignIn }
        guard (try? EmailAddress(parsing: word)) != nil || word.utf8.allSatisfy(Self.isOfAWord) else {
            throw .notASignIn
        }
        canonical = word
    }

    private static func isOfAWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "-"), UInt8(ascii: "."): true
        default: false
        }
    }

    /// Why a text is not a sign-in.
    public enum ParseError: InputFault, Hashable {
        case notASignIn

        public var code: String { "sign_in_not_a_sign_in" }

        public var advice: String {
            "Enter an e-mail address, or a word of letters, digits, hyphens and full stops for a technical account."
        }
    }
}
