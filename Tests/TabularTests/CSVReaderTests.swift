import Tabular
import Testing

@Suite struct CSVReaderTests {
    @Test(
        "Cells are what RFC 4180 says",
        arguments: [
            ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
            ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
            ("a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
            ("a,b\n1,2", [["a", "b"], ["1", "2"]]),
            ("a,b\n\"1,5\",2", [["a", "b"], ["1,5", "2"]]),
            ("a,b\n\"say \"\"hi\"\"\",2", [["a", "b"], ["say \"hi\"", "2"]]),
            ("a,b\n\"line 1\r\nline 2\",2", [["a", "b"], ["line 1\r\nline 2", "2"]]),
            ("a,b\n,\n1,", [["a", "b"], ["1", ""]]),
            ("a,b\n\"\",\"x\"", [["a", "b"], ["", "x"]]),
            ("a,b\nRobert \"Bob\",2", [["a", "b"], ["Robert \"Bob\"", "2"]]),
            ("a,b\n\"1\" ,2", [["a", "b"], ["1", "2"]]),
            ("a,b\n1,2,,,\n", [["a", "b"], ["1", "2"]]),
            ("a,b\n1,2\n,\n\n  \n,,,\n", [["a", "b"], ["1", "2"]]),
            ("\n\na,b\n", [["a", "b"]]),
            ("", []), ("\n", []), ("a", [["a"]]), ("\"\"", []),
        ])
    func cells(_ text: String, _ expected: [[String]]) throws {
        let rows = try rows(text)
        #expect(rows.map(\.fields) == expected)
        #expect(rows.allSatisfy { $0.problems.isEmpty })
    }

    @Test(
        "The delimiter is told from the first line",
        arguments: [
            ("a,b,c\n1;2,3,4", CSVDelimiter.comma), ("a;b;c\n1,5;2;3", .semicolon), ("a\tb\n1,2\t3", .tab),
            ("a|b\n1|2", .pipe), ("single\n1,2", .comma), ("\"a,b,c\";d\n1;2", .semicolon),
            ("sep=;\na,b,c;d", .semicolon),
            ("sep=\t\r\na\tb", .tab),
        ])
    func delimiter(_ text: String, _ expected: CSVDelimiter) throws {
        #expect(try CSVReader(Array(text.utf8)).delimiter == expected)
    }

    @Test func `a declared delimiter takes a row of its own`() throws {
        let rows = try rows("sep=;\r\na;b\r\n1;2\r\n")
        #expect(rows.map(\.fields) == [["a", "b"], ["1", "2"]])
        #expect(rows.map(\.number) == [2, 3])
    }

    @Test func `rows and lines are numbered as a spreadsheet and an editor show them`() throws {
        let rows = try rows("a,b\n\n\"x\ny\r\nz\",2\n\n3,4\r\n5,6")
        #expect(rows.map(\.number) == [1, 3, 5, 6])
        #expect(rows.map(\.line) == [1, 3, 7, 8])
    }

    @Test func `a ragged row is reported and given`() throws {
        let rows = try rows("a,b,c\n1,2\n1,2,3,4\n1,2,3\n")
        #expect(rows.map { $0.problems.map(\.kind) } == [[], [.raggedRow], [.raggedRow], []])
        #expect(rows[1].problems.first?.row == 2)
        #expect(rows[1].fields == ["1", "2"])
        #expect(rows[1][2].isEmpty)
    }

    @Test func `a quote that is never closed costs one row`() throws {
        let rows = try rows("a,b\n1,\"two\n3,4\n5,6\n")
        #expect(rows.map(\.fields) == [["a", "b"], ["1", "two"], ["3", "4"], ["5", "6"]])
        #expect(rows.map(\.number) == [1, 2, 3, 4])
        #expect(rows.map(\.line) == [1, 2, 3, 4])
        let problem = try #require(rows[1].problems.first)
        #expect(problem.kind == .unterminatedQuote)
        #expect(problem.row == 2)
        #expect(problem.column == 2)
    }

    @Test func `a quote that is never closed costs one row of a long file too`() throws {
        let tail = Array(repeating: "3,4", count: 20_000)
        let rows = try rows((["a,b", "\"1,2"] + tail).joined(separator: "\r\n"))
        #expect(rows.count == 20_002)
        #expect(rows[1].problems.map(\.kind) == [.unterminatedQuote, .raggedRow])
        #expect(rows.dropFirst(2).allSatisfy { $0.fields == ["3", "4"] && $0.problems.isEmpty })
    }

    @Test func `text behind a closing quote is kept and reported`() throws {
        let rows = try rows("a,b\n\"x\"y,2\n")
        #expect(rows[1].fields == ["xy", "2"])
        #expect(rows[1].problems.map(\.kind) == [.textAfterQuote])
    }

    @Test func `a quote that is never closed does not swallow the next quoted row`() throws {
        let rows = try rows("a,b\n1,\"two\n\"three\",4\n5,\"6\n7\"\n")
        #expect(rows.map(\.fields) == [["a", "b"], ["1", "two"], ["three", "4"], ["5", "6\n7"]])
        #expect(rows.map { $0.problems.map(\.kind) } == [[], [.unterminatedQuote], [], []])
    }

    @Test func `control characters are reported`() throws {
        let rows = try rows("a,b\nx\u{1b}[31m,\u{7f}\n\"tab\tand\nbreak\",2\n")
        #expect(rows[1].problems.map(\.kind) == [.controlCharacter, .controlCharacter])
        #expect(rows[1].problems.map(\.column) == [1, 2])
        #expect(rows[2].problems.isEmpty)
    }

    @Test func `a NUL ends the reading`() {
        #expect(failure { try rows("a,b\n1,\0\n") } == .nulByte)
        #expect(failure { try rows("a,b\n\"1\0\",2\n") } == .nulByte)
        #expect(failure { try rows("PK\u{3}\u{4}\0\0\0") } == .nulByte)
    }

    @Test func `an error of the source comes through`() {
        struct Broken: Error {}
        #expect(throws: Broken.self) {
            try CSVReader(limits: .upload) { throw Broken() }
        }
    }

    @Test func `a cut at every place gives the same rows`() throws {
        let text = "näme;b\r\n\"x\r\n\"\"y\"\"\";2\r\n\"open;3\r\n€,𝄞;4\rlast;\"5\""
        for bytes in [Array(text.utf8), utf16(text, isBigEndian: false), utf16(text, isBigEndian: true)] {
            let expected = try rows(bytes)
            #expect(expected.count == 5)
            for cut in 0...bytes.count {
                #expect(try rows(inPieces: [Array(bytes[..<cut]), [], Array(bytes[cut...])]) == expected)
            }
            #expect(try rows(inPieces: bytes.map { [$0] }) == expected)
        }
    }

    /// Pieces behind the lookahead, so that rows and not only the beginning are cut.
    @Test func `a cut at every place behind the lookahead gives the same rows`() throws {
        let head = Array(("a,b\n" + String(repeating: "1,2\n", count: CSVReader.lookahead / 4)).utf8)
        let tail = Array("\"ä\r\n\"\"y\"\"\",2\r\nx,\"open\r\n€,4\r\"q\"q,5".utf8)
        let expected = try rows(inPieces: [head + tail])
        #expect(
            expected.suffix(4).map { $0.problems.map(\.kind) } == [[], [.unterminatedQuote], [], [.textAfterQuote]])
        for cut in 0...tail.count {
            #expect(try rows(inPieces: [head, Array(tail[..<cut]), Array(tail[cut...])]) == expected)
        }
        #expect(try rows(inPieces: [head] + tail.map { [$0] }) == expected)
    }

    @Test func `random bytes are read alike whole and in pieces, and never crash`() throws {
        var generator = SystemRandomNumberGenerator()
        let alphabet = Array("a,;\"\"\n\r \t'=é".utf8) + [0xff, 0x01]
        for _ in 0..<3_000 {
            let count = Int.random(in: 0...60, using: &generator)
            let bytes = (0..<count).compactMap { _ in alphabet.randomElement(using: &generator) }
            #expect(try rows(inPieces: bytes.map { [$0] }) == rows(bytes))
        }
    }

    @Test func `a row prints its place and not its cells`() throws {
        let row = try #require(try rows("secret,b\n").first)
        var dumped = ""
        dump(row, to: &dumped)
        #expect(!dumped.contains("secret"))
        #expect("\(row)" == "row 1")
    }
}

/// With a byte order mark.
func utf16(_ text: String, isBigEndian: Bool) -> [UInt8] {
    ("\u{feff}" + text).utf16.flatMap { unit in
        let bytes = [UInt8(unit >> 8), UInt8(unit & 0xff)]
        return isBigEndian ? bytes : bytes.reversed()
    }
}
