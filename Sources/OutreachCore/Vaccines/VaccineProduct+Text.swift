extension VaccineProduct {
    /// Reads a product as staff name it: the SNOMED code, the name, or words of name and manufacturer that fit one
    /// product only, such as `Pfizer`.
    ///
    /// - Throws: ``ParseError``; a text that fits several products is never guessed at.
    public init(parsing text: String) throws(ParseError) {
        let words = Self.words(of: text)
        guard !words.isEmpty else { throw .unknown }
        let named = Self.all.filter { $0.code.canonical == text.trimmed || Self.words(of: $0.name) == words }
        let fitting =
            named.isEmpty
            ? Self.all.filter { Set(words).isSubset(of: Self.words(of: $0.name + " " + $0.manufacturer)) } : named
        guard let product = fitting.first else { throw .unknown }
        guard fitting.count == 1 else { throw .ambiguous }
        self = product
    }

    private static func words(of text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    /// Why a text does not name a product.
    public enum ParseError: InputFault, Hashable, CaseIterable {
        case unknown
        case ambiguous

        public var code: String {
            switch self {
            case .unknown: "product_unknown"
            case .ambiguous: "product_ambiguous"
            }
        }

        public var advice: String {
            switch self {
            case .unknown: "Enter the product's SNOMED code or its name as in: outreach vaccination products."
            case .ambiguous: "Several products fit. Enter the full name or the SNOMED code."
            }
        }
    }
}
