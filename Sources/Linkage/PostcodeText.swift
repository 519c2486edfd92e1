/// Postcodes as people type them.
enum PostcodeText {
    /// Upper case, without space, with letters and digits that are mistaken for one another put right by position:
    /// `"pli4 9fd"` and `"PL149FD"` are one.
    ///
    /// Empty where the text cannot be a postcode.
    static func normalise(_ text: String) -> String {
        var symbols: [UInt8] = []
        for byte in text.utf8 {
            guard let symbol = symbol(for: byte) else { continue }
            symbols.append(symbol)
        }
        guard (5...7).contains(symbols.count) else { return "" }
        mendInward(&symbols)
        mendOutward(&symbols)
        return String(decoding: symbols, as: UTF8.self)
    }

    /// The part before the space: `PL14` of `PL149FD`.
    static func district(of postcode: String) -> Substring.UTF8View {
        postcode.utf8.dropLast(3)
    }

    private static func symbol(for byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"): byte & 0xdf
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): byte
        default: nil
        }
    }

    /// The inward code is a digit and two letters, never C I K M O V.
    private static func mendInward(_ symbols: inout [UInt8]) {
        let start = symbols.count - 3
        symbols[start] = digit(symbols[start])
        symbols[start + 1] = letter(symbols[start + 1])
        symbols[start + 2] = letter(symbols[start + 2])
    }

    /// The outward code is an area of one or two letters, then a digit, then maybe a digit or a letter other than I
    /// and O.
    private static func mendOutward(_ symbols: inout [UInt8]) {
        let count = symbols.count - 3
        symbols[0] = letter(symbols[0])
        let hasTwoLetters = count == 4 || (count == 3 && isArea(symbols[0], letter(symbols[1])))
        symbols[1] = hasTwoLetters ? letter(symbols[1]) : digit(symbols[1])
        for index in 2..<max(2, count) {
            symbols[index] = digit(symbols[index])
        }
    }

    /// Whether two letters, the second of which could be a digit, are an area: Colchester, Portsmouth, Southampton.
    ///
    /// No district of C, P or S has a number that begins with 0. Source: ONS Postcode Directory.
    private static func isArea(_ first: UInt8, _ second: UInt8) -> Bool {
        second == UInt8(ascii: "O") && [UInt8(ascii: "C"), UInt8(ascii: "P"), UInt8(ascii: "S")].contains(first)
    }

    private static func digit(_ symbol: UInt8) -> UInt8 {
        switch symbol {
        case UInt8(ascii: "O"): UInt8(ascii: "0")
        case UInt8(ascii: "I"): UInt8(ascii: "1")
        default: symbol
        }
    }

    private static func letter(_ symbol: UInt8) -> UInt8 {
        switch symbol {
        case UInt8(ascii: "0"): UInt8(ascii: "O")
        case UInt8(ascii: "1"): UInt8(ascii: "I")
        default: symbol
        }
    }
}
