import Tabular
import Testing

@Suite struct CSVLimitsTests {
    @Test func `bytes are counted, whole or streamed`() throws {
        let limits = CSVLimits(bytes: 8)
        #expect(try rows("a,b\n1,2\n", limits: limits).count == 2)
        #expect(failure { try rows("a,b\n1,2\n\n", limits: limits) } == .tooManyBytes)
        #expect(
            failure { try rows(inPieces: [Array("a,b\n".utf8), Array("1,2\n3".utf8)], limits: limits) } == .tooManyBytes
        )
    }

    @Test func `rows are counted below the first and without blank ones`() throws {
        let limits = CSVLimits(rows: 2)
        #expect(try rows("a\n1\n\n\n2\n\n", limits: limits).count == 3)
        #expect(failure { try rows("a\n1\n2\n3\n", limits: limits) } == .tooManyRows)
    }

    @Test func `columns beyond the limit are dropped and reported once a row`() throws {
        let rows = try rows("a,b\n1,2,3,4,5\n", limits: CSVLimits(columns: 2))
        #expect(rows[1].fields == ["1", "2"])
        #expect(rows[1].problems.map(\.kind) == [.tooManyColumns])
    }

    @Test func `a long cell is cut and reported`() throws {
        let limits = CSVLimits(fieldBytes: 4)
        let rows = try rows("a,b\n1234,2\n12345,2\n\"12345\",2\n6,7\n", limits: limits)
        #expect(rows[1].problems.isEmpty)
        #expect(rows[2].problems.map(\.kind) == [.fieldTooLong])
        #expect(rows[2].fields == ["1234", "2"])
        #expect(rows[3].problems.map(\.kind).contains(.unterminatedQuote))
        #expect(rows[4].fields == ["6", "7"])
    }

    @Test func `reading stops after a hundred errors`() throws {
        var reader = try CSVReader(Array(("a,b\n" + String(repeating: "1\n", count: 200)).utf8))
        var problems = 0
        #expect(throws: TabularError.self) {
            while let row = try reader.next() { problems += row.problems.count }
        }
        #expect(problems == 100)
        #expect(failure { try reader.next() } == .tooManyErrors)
    }

    @Test("is read within its limits", arguments: Bomb.all)
    func bomb(_ bomb: Bomb) throws {
        let clock = ContinuousClock()
        var mostCells = 0
        let duration = clock.measure {
            var reader = try? CSVReader(bomb.bytes)
            while let row = try? reader?.next() { mostCells = max(mostCells, row.count) }
        }
        #expect(mostCells <= CSVLimits.upload.columns)
        #expect(duration < .seconds(10))
    }
}

/// A file that is meant to exhaust its reader, of about 300,000 bytes.
struct Bomb: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]

    private init(_ description: String, head: String = "", unit: String, tail: String = "") {
        testDescription = description
        let unit = Array(unit.utf8)
        var bytes = Array(head.utf8)
        for _ in 0..<(300_000 / unit.count) { bytes += unit }
        self.bytes = bytes + tail.utf8
    }

    private init(_ description: String, bytes: [UInt8]) {
        testDescription = description
        self.bytes = bytes
    }

    static let all: [Bomb] =
        [
            Bomb("one line", unit: "x"), Bomb("one line in quotes", head: "\"", unit: "x"),
            Bomb("commas", unit: ","), Bomb("cells", unit: "x,"), Bomb("quoted cells", unit: "\"x\","),
            Bomb("line feeds", unit: "\n"), Bomb("carriage returns", unit: "\r"), Bomb("line breaks", unit: "\r\n"),
            Bomb("rows of one letter", unit: "x\n"), Bomb("blank rows", unit: ",\n"), Bomb("quotes", unit: "\""),
            Bomb("a quote and quotes", head: "x\"", unit: "\""), Bomb("quotes on lines", unit: "\"\n"),
            Bomb("open quotes", unit: "\"x\n"), Bomb("open quotes behind commas", unit: ",\"\n"),
            Bomb("quotes and commas", unit: "\",\","), Bomb("text after quotes", unit: "\"x\"y\n"),
            Bomb("spaces after a quote", head: "\"x\"", unit: " "), Bomb("control characters", unit: "\u{1}"),
            Bomb("control characters and letters", unit: "\u{1}x"), Bomb("control cells", unit: "\u{1},"),
            Bomb("line breaks in quotes", head: "\"", unit: "\n", tail: "\""), Bomb("spaces", unit: " "),
            Bomb("tabs", unit: "\t"), Bomb("letters of four bytes", unit: "𝄞"), Bomb("semicolons", unit: ";;|,"),
            Bomb("marks", unit: "\u{feff}"), Bomb("formulas", unit: "=1+1\n"),
        ] + [
            Bomb("NULs", bytes: Array(repeating: 0, count: 300_000)),
            Bomb("no letters", bytes: Array(repeating: 0xff, count: 300_000)),
            Bomb("half pairs", bytes: [0xff, 0xfe] + Array(repeating: 0xd8, count: 300_000)),
            Bomb(
                "UTF-16 line breaks",
                bytes: [0xfe, 0xff] + Array(repeating: [0, 0x0a], count: 150_000).flatMap(\.self)),
        ]
}
