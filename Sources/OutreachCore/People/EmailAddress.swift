/// An e-mail address, checked as far as sending to it needs.
///
/// Only a message that arrives proves an address. The shape is checked so that no address can smuggle a second
/// recipient or a header into a message.
public struct EmailAddress: ParsedText, PersonalData {
    /// The address with its domain in lower case.
    ///
    /// The part before the @ keeps its case: it may matter.
    public let canonical: String

    /// Reads an address, without white space around it.
    ///
    /// - Throws: ``ParseError``, which never carries the text.
    public init(parsing text: String) throws(ParseError) {
        let parts = text.trimmed.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2 else { throw .notAnAddress }
        let (mailbox, domain) = (parts[0], parts[1].lowercased())
        guard Self.isMailbox(mailbox), Self.isDomain(domain) else { throw .notAnAddress }
        canonical = "\(mailbox)@\(domain)"
    }

    /// Quoted mailboxes are not taken; lengths are in bytes (RFC 5321, section 4.5.3.1).
    private static func isMailbox(_ text: Substring) -> Bool {
        (1...64).contains(text.utf8.count) && text.unicodeScalars.allSatisfy(isPlain)
            && text.first != "." && text.last != "." && !text.contains("..")
    }

    private static func isDomain(_ text: String) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        return text.utf8.count <= 253 && labels.count >= 2 && labels.allSatisfy(isDomainLabel)
    }

    private static func isDomainLabel(_ label: Substring) -> Bool {
        (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
            && label.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .surrogate: false
        default: !"\"(),:;<>[]\\@".unicodeScalars.contains(scalar)
        }
    }

    /// Why a text is not read as an e-mail address.
    public enum ParseError: InputFault, Hashable {
        case notAnAddress

        public var code: String { "email_not_an_address" }

        public var advice: String { "Enter one e-mail address such as name@example.org, without spaces." }
    }
}
