import Tabular
import Testing

@Suite struct CSVScannerTests {
    @Test(
        "Cells lie where RFC 4180 says",
        arguments: [
            ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]), ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
            ("a,b\n1,2", [["a", "b"], ["1", "2"]]), ("a,b\n1,", [["a", "b"], ["1", ""]]),
            ("\"1,5\",2\n", [["1,5", "2"]]), ("\"say \"\"hi\"\"\",2\n", [["say \"\"hi\"\"", "2"]]),
            ("\"line 1\r\nline 2\",2\r\n", [["line 1\r\nline 2", "2"]]), ("\"\",\"x\"", [["", "x"]]),
            ("\"1\" ,2", [["1", "2"]]), ("\n\r\n  \na,b\n", [["a", "b"]]), ("", []), ("\"", []),
            ("\"\"\"\"", [["\"\""]]),
        ])
    func cells(_ text: String, _ expected: [[String]]) {
        #expect(scanned(Array(text.utf8)) == expected)
    }

    @Test(arguments: 0..<400)
    func `reads what the careful reader reads, wherever the table is cut`(_ seed: UInt64) throws {
        var table = RandomTable(state: seed)
        let bytes = table.bytes()
        let expected = try rows(bytes, limits: .upload, delimiter: .comma).map { plain($0.fields) }
            .filter { !$0.isEmpty }
        #expect(content(scanned(bytes)) == expected)
        for cut in bytes.indices {
            let end = bytes[..<cut].withUnsafeBufferPointer { CSVScanner.endOfWholeRows(in: $0) } ?? 0
            #expect(end <= cut)
            let both = scanned(Array(bytes[..<end])) + scanned(Array(bytes[end...]))
            #expect(content(both) == expected, "cut at \(cut)")
        }
    }
}

private func scanned(_ bytes: [UInt8]) -> [[String]] {
    var rows: [[String]] = []
    var scanner = CSVScanner(delimiter: .comma)
    bytes.withUnsafeBufferPointer { bytes in
        scanner.forEachRow(in: bytes) { cells in rows.append(cells.map { String(decoding: $0, as: UTF8.self) }) }
    }
    return rows
}

/// What scanned rows say: a doubled quote is one.
private func content(_ rows: [[String]]) -> [[String]] {
    rows.map { row in plain(row.map { $0.replacing("\"\"", with: "\"") }) }.filter { !$0.isEmpty }
}

/// Cells without what either reader may leave: blanks around, empty cells at the end.
private func plain(_ cells: [String]) -> [String] {
    let trimmed = cells.map { cell in
        let bytes = Array(cell.utf8)
        let start = bytes.firstIndex { $0 > 0x20 } ?? bytes.endIndex
        let end = bytes.lastIndex { $0 > 0x20 }.map { $0 + 1 } ?? start
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }
    return Array(trimmed.reversed().drop(while: \.isEmpty).reversed())
}

/// A well-formed table of random cells, with quotes where they are needed and where they are not.
private struct RandomTable {
    /// SplitMix64.
    var state: UInt64

    private mutating func draw(_ count: Int) -> Int {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return Int((value ^ (value >> 31)) % UInt64(count))
    }

    mutating func bytes() -> [UInt8] {
        let width = 1 + draw(4)
        var text = "h" + (1..<max(width, 2)).map { ",h\($0)" }.joined() + "\n"
        for _ in 0..<draw(5) {
            text += (0..<width).map { _ in cell() }.joined(separator: ",") + ["\n", "\r\n"][draw(2)]
        }
        return Array((draw(2) == 0 ? text : String(text.dropLast())).utf8)
    }

    private mutating func cell() -> String {
        let parts = ["a", "B", "7", "é", "张", " ", ",", "\"", "\n", "\r\n", "-"]
        let text = (0..<draw(6)).map { _ in parts[draw(parts.count)] }.joined()
        let needsQuotes = text.utf8.contains { [UInt8(ascii: ","), 0x22, 0x0A, 0x0D].contains($0) }
        guard needsQuotes || draw(3) == 0 else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
