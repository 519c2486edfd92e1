// Built by ops/fuzz together with Sources/Tabular, not by the package.

/// Reads the input whole and in pieces, and writes what was read and reads it again.
///
/// A difference, a limit that does not hold or a crash ends the run.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzCSVReader(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    let limits = CSVLimits(bytes: 1 << 20, rows: 1_000, columns: 8, fieldBytes: 64, errors: 20)
    let whole = outcome { try CSVReader(Array(input.dropFirst()), limits: limits) }
    let pieceLength = Int(input.first ?? 0) % 7 + 1
    var rest = input.dropFirst()
    let inPieces = outcome {
        try CSVReader(limits: limits) {
            defer { rest = rest.dropFirst(pieceLength) }
            return rest.isEmpty ? nil : Array(rest.prefix(pieceLength))
        }
    }
    precondition(whole == inPieces, "pieces change the rows")
    for row in whole.rows {
        precondition(row.count <= limits.columns, "too many columns")
        precondition(row.fields.allSatisfy { $0.utf8.count <= limits.fieldBytes * 3 }, "a cell is too long")
        precondition(row.problems.count <= 4 * limits.columns + 2, "too many problems")
        checkRoundTrip(row.fields)
    }
    return 0
}

private struct Outcome: Equatable {
    var rows: [CSVRow] = []
    var error: TabularError?
}

private func outcome(_ open: () throws -> CSVReader) -> Outcome {
    var outcome = Outcome()
    do {
        var reader = try open()
        while let row = try reader.next() { outcome.rows.append(row) }
    } catch {
        outcome.error = error as? TabularError
    }
    return outcome
}

private func checkRoundTrip(_ fields: [String]) {
    var writer = CSVWriter()
    writer.write(fields + ["end"])
    var reader = try? CSVReader(writer.bytes, delimiter: .comma)
    let row = try? reader?.next()
    precondition(row?.fields.map(FormulaGuard.unguarded) == fields + ["end"], "a row does not come back")
}
