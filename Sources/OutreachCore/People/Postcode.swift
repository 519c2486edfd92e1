/// A postcode of the United Kingdom or the Crown dependencies, or one of the NHS's placeholders.
///
/// Source: BS 7666 form of the postcode, tested by shape only: new postcodes appear every month.
public struct Postcode: ParsedText, PersonalData {
    /// The capital letters and digits without a space, for example `SP208QS`.
    public let canonical: String

    /// What stands before the space: the area and the district, for example `SP20`.
    public var outward: String { String(canonical.dropLast(3)) }

    /// What stands behind the space, for example `8QS`.
    public var inward: String { String(canonical.suffix(3)) }

    /// The form to show and to print, for example `SP20 8QS`.
    public var formatted: String { "\(outward) \(inward)" }

    /// What the NHS's placeholder stands for, or `nil` for a real postcode.
    public var placeholder: Placeholder? {
        guard outward == "ZZ99" else { return nil }
        switch inward {
        case "3WZ": return .addressNotKnown
        case "3VZ": return .noFixedAbode
        default: return .other
        }
    }

    /// Why a record has a postcode that starts with ZZ99.
    public enum Placeholder: String, Hashable, Sendable, CaseIterable {
        case addressNotKnown = "address_not_known"
        case noFixedAbode = "no_fixed_abode"
        /// Countries of residence and other meanings, which this service does not tell apart.
        case other
    }

    /// Reads a postcode in any case, with spaces, hyphens or full stops anywhere.
    ///
    /// Addresses abroad have no postcode of this kind: the caller keeps their text elsewhere.
    ///
    /// - Throws: ``ParseError``, which never carries the text.
    public init(parsing text: String) throws(ParseError) {
        var symbols: [UInt8] = []
        for scalar in text.unicodeScalars where !scalar.separatesGroups && scalar != "." {
            guard scalar.isASCII else { throw .notAPostcode }
            symbols.append(UInt8(ascii: scalar))
        }
        let canonical = String(decoding: symbols, as: UTF8.self).uppercased()
        guard Self.hasPostcodeShape(canonical) else { throw .notAPostcode }
        self.canonical = canonical
    }

    private static func hasPostcodeShape(_ text: String) -> Bool {
        let shape = String(decoding: text.utf8.map(Self.shape), as: UTF8.self)
        guard shape.hasSuffix("9AA"), Self.outwardShapes.contains(String(shape.dropLast(3))) else {
            return text == "GIR0AA"
        }
        // The last two letters are never those that are mistaken for others by hand, except in placeholders.
        return text.hasPrefix("ZZ99") || text.utf8.suffix(2).allSatisfy { !"CIKMOV".utf8.contains($0) }
    }

    private static let outwardShapes: Set<String> = ["A9", "A99", "AA9", "AA99", "A9A", "AA9A"]

    private static func shape(of byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt8(ascii: "9")
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt8(ascii: "A")
        default: UInt8(ascii: "?")
        }
    }

    /// Why a text is not read as a postcode.
    public enum ParseError: InputFault, Hashable {
        case notAPostcode

        public var code: String { "postcode_not_a_postcode" }

        public var advice: String { "Enter a postcode such as SP20 8QS, or leave it empty for an address abroad." }
    }
}
