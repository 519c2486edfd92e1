/// Postcodes as people type them.
enum PostcodeText {
    /// Upper case, without space, with letters and digits that are mistaken for one another put right by position:
    /// `"pli4 9fd"` and `"PL149FD"` are one.
    ///
    /// Letters and digits from the lowest byte on; 0 where the text cannot be a postcode.
    static func pack(_ text: Text) -> UInt64 {
        var symbols: [8 of UInt8] = .init(repeating: 0)
        var count = 0
        for byte in text {
            guard let symbol = symbol(for: byte) else { continue }
            guard count < 7 else { return 0 }
            symbols[count] = symbol
            count += 1
        }
        guard count >= 5 else { return 0 }
        mendInward(&symbols, count)
        mendOutward(&symbols, count - 3)
        var packed: UInt64 = 0
        for index in 0..<count { packed |= UInt64(symbols[index]) << UInt64(8 * index) }
        return packed
    }

    /// How many letters and digits a packed text has.
    static func count(_ packed: UInt64) -> Int { (71 - packed.leadingZeroBitCount) / 8 }

    /// The part before the space: `PL14` of `PL149FD`.
    static func district(of packed: UInt64) -> UInt64 { packed & mask(count(packed) - 3) }

    /// The letters at the beginning: `PL` of `PL149FD`.
    static func area(of packed: UInt64) -> UInt64 {
        UInt8(truncatingIfNeeded: packed >> 8).isLetter ? packed & 0xffff : packed & 0xff
    }

    static func isWithinOneEdit(_ first: UInt64, _ second: UInt64) -> Bool {
        withUnsafeBytes(of: first.littleEndian) { one in
            withUnsafeBytes(of: second.littleEndian) { other in
                StringDistance.isWithinOneEdit(
                    Text(rebasing: one.assumingMemoryBound(to: UInt8.self)[..<count(first)]),
                    Text(rebasing: other.assumingMemoryBound(to: UInt8.self)[..<count(second)]))
            }
        }
    }

    private static func mask(_ count: Int) -> UInt64 { count <= 0 ? 0 : ~0 >> UInt64(64 - 8 * count) }

    /// The text that was packed.
    static func string(_ packed: UInt64) -> String {
        String(decoding: (0..<count(packed)).map { UInt8(truncatingIfNeeded: packed >> UInt64(8 * $0)) }, as: UTF8.self)
    }

    private static func symbol(for byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"): byte & 0xdf
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): byte
        default: nil
        }
    }

    /// The inward code is a digit and two letters, never C I K M O V.
    private static func mendInward(_ symbols: inout [8 of UInt8], _ count: Int) {
        let start = count - 3
        symbols[start] = digit(symbols[start])
        symbols[start + 1] = letter(symbols[start + 1])
        symbols[start + 2] = letter(symbols[start + 2])
    }

    /// The outward code is an area of one or two letters, then a digit, then maybe a digit or a letter other than I
    /// and O.
    private static func mendOutward(_ symbols: inout [8 of UInt8], _ count: Int) {
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
