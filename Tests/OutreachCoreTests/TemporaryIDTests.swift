import Testing

@testable import OutreachCore

@Suite struct `A temporary ID` {
    private static let alphabet = Array("01234") + Array("56789ABCDEFGHJKMNPQRTVWXYZ")

    private static func ids(_ count: Int, seed: UInt64 = 7) -> [TemporaryID] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in TemporaryID.random(using: &generator) }
    }

    @Test func `is shown in groups and stored without hyphens`() throws {
        for id in Self.ids(500) {
            #expect(id.canonical.count == 11)
            #expect(id.canonical.first == "T")
            #expect(id.canonical.allSatisfy(Self.alphabet.contains))
            let groups = id.formatted.split(separator: "-")
            #expect(groups.map(\.count) == [3, 4, 4])
            #expect(groups.joined() == id.canonical)
            #expect(try TemporaryID(parsing: id.canonical) == id)
            #expect(try TemporaryID(parsing: id.formatted) == id)
        }
    }

    @Test func `is refused with any one symbol wrong`() {
        for id in Self.ids(2000) {
            let symbols = id.canonical.unicodeScalars.compactMap(TemporaryID.Symbols.value(of:))
            for position in symbols.indices {
                for symbol in 0..<UInt8(31) where symbol != symbols[position] {
                    var wrong = symbols
                    wrong[position] = symbol
                    if TemporaryID.weightedSum(wrong).isMultiple(of: 31) {
                        Issue.record("Symbol \(symbol) at \(position) is not noticed.")
                    }
                }
            }
        }
    }

    @Test func `is refused with any two symbols swapped`() {
        for id in Self.ids(2000, seed: 8) {
            let symbols = id.canonical.unicodeScalars.compactMap(TemporaryID.Symbols.value(of:))
            for first in symbols.indices {
                for second in symbols.indices where second > first && symbols[first] != symbols[second] {
                    var swapped = symbols
                    swapped.swapAt(first, second)
                    if TemporaryID.weightedSum(swapped).isMultiple(of: 31) {
                        Issue.record("A swap of \(first) and \(second) is not noticed.")
                    }
                }
            }
        }
    }

    @Test func `is refused with an error through the front door too`() {
        for id in Self.ids(20) {
            let symbols = Array(id.canonical)
            for position in symbols.indices {
                for symbol in Self.alphabet where symbol != symbols[position] {
                    var wrong = symbols
                    wrong[position] = symbol
                    #expect(throws: TemporaryID.ParseError.self) { try TemporaryID(parsing: String(wrong)) }
                }
                for other in symbols.indices where symbols[other] != symbols[position] {
                    var swapped = symbols
                    swapped.swapAt(position, other)
                    #expect(throws: TemporaryID.ParseError.self) { try TemporaryID(parsing: String(swapped)) }
                }
            }
        }
    }

    /// The check is linear: these two properties are all that the exhaustive tests sample.
    @Test func `has weights that are distinct and not zero modulo a prime`() {
        #expect((2..<31).allSatisfy { !31.isMultiple(of: $0) })
        let weights = TemporaryID.weights.map { $0 % 31 }
        #expect(weights.count == 11)
        #expect(!weights.contains(0))
        #expect(Set(weights).count == 11)
        #expect(TemporaryID.Symbols.alphabet.count == 31)
        #expect(TemporaryID.possibilities == (0..<9).reduce(UInt64(1)) { power, _ in power * 31 })
    }

    @Test func `is read in any case with any separators`() throws {
        for id in Self.ids(100) {
            let groups = id.formatted.split(separator: "-")
            let dashes = [
                " ", "-", "\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}", "\u{2014}", "\u{2212}", "\u{A0}",
                "\u{FF0D}",
            ]
            for dash in dashes {
                #expect(try TemporaryID(parsing: groups.joined(separator: dash)) == id)
            }
            #expect(try TemporaryID(parsing: " \(id.formatted.lowercased())\n") == id)
            #expect(try TemporaryID(parsing: id.canonical.map { "\($0) " }.joined()) == id)
        }
    }

    @Test(arguments: [("1", "I"), ("1", "L"), ("1", "i"), ("1", "l"), ("0", "O"), ("0", "o"), ("5", "S"), ("V", "U")])
    func `is read with a look-alike in place of a symbol`(_ symbol: String, _ lookAlike: String) throws {
        let ids = Self.ids(300).filter { $0.canonical.contains(symbol) }
        #expect(!ids.isEmpty)
        for id in ids {
            let written = id.canonical.replacing(symbol, with: lookAlike)
            #expect(try TemporaryID(parsing: written) == id)
        }
    }

    @Test(arguments: [
        ("", TemporaryID.ParseError.wrongLength(0)),
        ("T7K-Q4M9-D2W", .wrongLength(10)),
        ("T7K-Q4M9-D2WRR", .wrongLength(12)),
        ("7TK-Q4M9-D2WR", .doesNotStartWithT),
        ("T7K-Q4M9-D2W*", .unknownSymbol),
        ("T7K-Q4M9-D2WÉ", .unknownSymbol),
        ("T٧K-Q4M9-D2WR", .unknownSymbol),
        ("T7K/Q4M9/D2WR", .unknownSymbol),
        ("T7K-Q4M9-D2W\0", .unknownSymbol),
    ])
    func `is refused with a reason`(_ text: String, _ reason: TemporaryID.ParseError) {
        #expect(throws: reason) { try TemporaryID(parsing: text) }
    }

    @Test func `is never read as a number of a health service`() {
        for id in Self.ids(500) {
            for text in [id.canonical, id.formatted] {
                #expect(throws: NHSNumber.ParseError.notDigits) { try NHSNumber(parsing: text) }
                #expect(throws: CHINumber.ParseError.notDigits) { try CHINumber(parsing: text) }
                #expect(throws: HealthAndCareNumber.ParseError.notDigits) { try HealthAndCareNumber(parsing: text) }
            }
        }
        for number in TenDigitNumbers.tests(count: 100) {
            #expect(throws: TemporaryID.ParseError.wrongLength(10)) { try TemporaryID(parsing: number) }
        }
    }

    @Test(arguments: ["TWAT", "7W4T", "SHIT", "5H1T", "FUCK", "FVCK", "SEX", "53X", "N4Z1", "K1LL", "H1V"])
    func `never spells a blocked word`(_ word: String) {
        let filler = Array("TQQQQQQQQQQ")
        for start in 0...(11 - word.count) {
            var text = filler
            text.replaceSubrange(start..<start + word.count, with: word)
            let symbols = String(text).unicodeScalars.compactMap(TemporaryID.Symbols.value(of:))
            #expect(TemporaryID.BlockedWords.appear(in: symbols))
        }
        let innocent = String(filler).unicodeScalars.compactMap(TemporaryID.Symbols.value(of:))
        #expect(!TemporaryID.BlockedWords.appear(in: innocent))
    }

    /// Pearson's chi-square by position: fair draws exceed 70 with a chance of 4 in 100,000.
    ///
    /// 31 symbols make 30 degrees of freedom. Every blocked word takes a little from its symbols, under 1 % of a
    /// cell.
    @Test func `has every symbol equally often in a million draws`() {
        var generator = SeededGenerator(seed: 2026)
        var counts = [[Int]](repeating: [Int](repeating: 0, count: 128), count: 11)
        let draws = 1_000_000
        for _ in 0..<draws {
            var position = 0
            for code in TemporaryID.random(using: &generator).canonical.utf8 {
                counts[position][Int(code)] += 1
                position += 1
            }
        }
        let expected = Double(draws) / 31
        for position in 1...10 {
            let cells = TemporaryID.Symbols.alphabet.map { Double(counts[position][Int($0)]) }
            let chiSquare = cells.reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected }
            #expect(chiSquare < 70, "position \(position): \(chiSquare)")
        }
    }

    @Test func `is drawn without repeats and without an order`() {
        let ids = Self.ids(20_000).map(\.canonical)
        #expect(Set(ids).count == ids.count)
        let rises = zip(ids, ids.dropFirst()).count { $0 < $1 }
        #expect((9_500...10_500).contains(rises))
    }
}
