/// The identifier that a person without an NHS number carries on a card: `T7K-Q4M9-D2WJ`.
///
/// The letter T, nine random symbols, one check symbol. The letter keeps it from ever being read as an NHS, CHI
/// or H&C number. It is drawn at random and says nothing about the person or the time. It is an identifier and
/// no secret, but it points to a person, so logs show the type's name only; a page or a card prints
/// ``formatted``.
///
/// 31 symbols, a prime, and a different non-zero weight for each of the 11 positions: one wrong symbol changes
/// the weighted sum by (difference of symbols) × weight, a swap by (difference of symbols) × (difference of
/// weights). Neither is a multiple of 31, so every single wrong symbol and every swap of two is noticed.
public struct TemporaryID: ParsedText, PersonalData {
    /// The 11 symbols in capitals without hyphens, the form to store.
    public let canonical: String

    /// The symbols in groups of three, four and four with hyphens, the form to show and to print.
    public var formatted: String {
        "\(canonical.prefix(3))-\(canonical.dropFirst(3).prefix(4))-\(canonical.suffix(4))"
    }

    /// Reads an ID as people write and say it.
    ///
    /// Any case, any hyphens and spaces. Letters that are not among the symbols are read as what they look
    /// like: I and L as 1, O as 0, S as 5, U as V.
    ///
    /// - Throws: ``ParseError``, which never carries the text: it may identify a person.
    public init(parsing text: String) throws(ParseError) {
        var symbols: [UInt8] = []
        for scalar in text.unicodeScalars where !scalar.separatesGroups {
            guard let symbol = Symbols.value(of: scalar) else { throw .unknownSymbol }
            symbols.append(symbol)
        }
        guard symbols.count == Self.weights.count else { throw .wrongLength(symbols.count) }
        guard symbols[0] == Symbols.t else { throw .doesNotStartWithT }
        guard Self.weightedSum(symbols).isMultiple(of: Symbols.count) else { throw .checkSymbol }
        canonical = Symbols.text(symbols)
    }

    /// Draws a new ID, each with the same chance, again while it spells a word nobody should have to carry.
    ///
    /// The generator is the system's cryptographic one, except in tests.
    public static func random(using generator: inout some RandomNumberGenerator) -> TemporaryID {
        while true {
            let symbols = randomSymbols(using: &generator)
            if !BlockedWords.appear(in: symbols) {
                return TemporaryID(canonical: Symbols.text(symbols))
            }
        }
    }

    private init(canonical: String) {
        self.canonical = canonical
    }
}

extension TemporaryID {
    /// The weights of the 11 positions, the T and the check symbol included: distinct and non-zero modulo 31.
    ///
    /// The check symbol weighs 1, so that it is computed without a division.
    static let weights = [11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]

    /// 31⁹, about 2.6 × 10¹³: the number of different IDs.
    static let possibilities: UInt64 = 26_439_622_160_671

    /// A multiple of 31 exactly where the check symbol is right.
    static func weightedSum(_ symbols: [UInt8]) -> Int {
        var sum = 0
        for index in symbols.indices {
            sum += Int(symbols[index]) * weights[index]
        }
        return sum
    }

    /// One draw for all nine symbols: `next(upperBound:)` has no bias, and neither have the digits of its result
    /// to the base 31.
    private static func randomSymbols(using generator: inout some RandomNumberGenerator) -> [UInt8] {
        var rest = generator.next(upperBound: possibilities)
        var symbols = [UInt8](repeating: 0, count: 11)
        symbols[0] = Symbols.t
        for index in 1...9 {
            symbols[index] = UInt8(rest % UInt64(Symbols.count))
            rest /= UInt64(Symbols.count)
        }
        let remainder = weightedSum(symbols) % Symbols.count
        symbols[10] = UInt8((Symbols.count - remainder) % Symbols.count)
        return symbols
    }
}

extension TemporaryID {
    /// Why a text is not a temporary ID.
    public enum ParseError: InputFault, Hashable {
        /// So many symbols, where eleven are needed.
        case wrongLength(Int)
        case unknownSymbol
        case doesNotStartWithT
        case checkSymbol

        public var code: String {
            switch self {
            case .wrongLength: "temporary_id_wrong_length"
            case .unknownSymbol: "temporary_id_unknown_symbol"
            case .doesNotStartWithT: "temporary_id_does_not_start_with_t"
            case .checkSymbol: "temporary_id_check_symbol"
            }
        }

        public var advice: String {
            switch self {
            case .wrongLength(let count):
                "A temporary ID has 11 letters and digits, this has \(count). Compare it with the card."
            case .unknownSymbol: "A temporary ID has letters and digits only. Compare it with the card."
            case .doesNotStartWithT: "A temporary ID starts with the letter T. Compare it with the card."
            case .checkSymbol: "One symbol is wrong or two are swapped. Compare the temporary ID with the card."
            }
        }
    }
}
