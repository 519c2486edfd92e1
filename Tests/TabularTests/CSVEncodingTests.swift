import Tabular
import Testing

@Suite struct CSVEncodingTests {
    private static let text = "name,town\nZoë Müller,Köln\n"

    @Test(
        "The encoding is told from the bytes",
        arguments: [
            (Array(text.utf8), CSVEncoding.utf8),
            ([0xef, 0xbb, 0xbf] + Array(text.utf8), .utf8),
            (utf16(text, isBigEndian: false), .utf16LittleEndian),
            (utf16(text, isBigEndian: true), .utf16BigEndian),
            (Array(utf16(text, isBigEndian: false).dropFirst(2)), .utf16LittleEndian),
            (Array(utf16(text, isBigEndian: true).dropFirst(2)), .utf16BigEndian),
            (text.unicodeScalars.map { UInt8($0.value) }, .windows1252),
        ])
    func detection(_ bytes: [UInt8], _ expected: CSVEncoding) throws {
        #expect(try CSVReader(bytes).encoding == expected)
        let rows = try rows(bytes)
        #expect(rows.map(\.fields) == [["name", "town"], ["Zoë Müller", "Köln"]])
        #expect(rows.allSatisfy { $0.problems.isEmpty })
    }

    @Test func `Windows-1252 has letters where Latin-1 has none`() throws {
        let rows = try rows(Array("a,b\n".utf8) + [0x80, 0x2c, 0x8a, 0x9f, 0x0a])
        #expect(rows[1].fields == ["€", "ŠŸ"])
    }

    @Test func `what stands for no letter is reported with its cell`() throws {
        let rows = try rows(Array("a,b\n".utf8) + [0x2c, 0x81, 0x0a])
        #expect(rows[1].problems.map(\.kind) == [.unreadableText])
        #expect(rows[1].problems.map(\.column) == [2])
    }

    @Test func `a letter cut off or half a pair is reported`() throws {
        let cut = try rows(utf16("a,b\n1,𝄞", isBigEndian: false).dropLast(2))
        #expect(cut[1].problems.map(\.kind) == [.unreadableText])
        let odd = try rows(utf16("a,b\n1,x", isBigEndian: true).dropLast())
        #expect(odd[1].problems.map(\.kind) == [.unreadableText])
    }

    @Test func `a stream that stops being UTF-8 is reported where it does`() throws {
        let head = Array(("a,b\n" + String(repeating: "1,2\n", count: CSVReader.lookahead / 4)).utf8)
        let rows = try rows(inPieces: [head, [0x33, 0x2c, 0xe9, 0x0a], Array("5,é\n".utf8)], limits: .reference)
        #expect(rows.filter { !$0.problems.isEmpty }.map(\.number) == [rows.count - 1])
        #expect(rows.last?.fields == ["5", "é"])
    }

    @Test func `a letter across the end of the lookahead is no error`() throws {
        for shift in 0..<4 {
            let head = Array("a,b\n".utf8) + Array(repeating: UInt8(ascii: "x"), count: CSVReader.lookahead - 6 + shift)
            let limits = CSVLimits(fieldBytes: 100_000)
            let bytes = head + Array("𝄞,2\n".utf8)
            let pieces = [Array(bytes[..<CSVReader.lookahead]), Array(bytes[CSVReader.lookahead...])]
            #expect(try rows(inPieces: pieces, limits: limits).last?.problems == [])
        }
    }

    @Test func `an encoding can be declared`() throws {
        let bytes = Array("a,b\n".utf8) + [0xc3, 0xa9, 0x2c, 0x32]
        var rest = [bytes][...]
        var reader = try CSVReader(limits: .upload, encoding: .windows1252) { rest.popFirst() }
        #expect(try all(&reader)[1].fields == ["Ã©", "2"])
    }

    private func rows(_ bytes: ArraySlice<UInt8>) throws -> [CSVRow] {
        try TabularTests.rows(Array(bytes))
    }

    private func rows(_ bytes: [UInt8]) throws -> [CSVRow] {
        try TabularTests.rows(bytes)
    }

    private func rows(inPieces pieces: [[UInt8]], limits: CSVLimits) throws -> [CSVRow] {
        try TabularTests.rows(inPieces: pieces, limits: limits)
    }
}
