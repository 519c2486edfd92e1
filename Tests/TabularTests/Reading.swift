import Tabular

/// All rows of a text.
func rows(_ text: String, limits: CSVLimits = .upload, delimiter: CSVDelimiter? = nil) throws -> [CSVRow] {
    try rows(Array(text.utf8), limits: limits, delimiter: delimiter)
}

func rows(_ bytes: [UInt8], limits: CSVLimits = .upload, delimiter: CSVDelimiter? = nil) throws -> [CSVRow] {
    var reader = try CSVReader(bytes, limits: limits, delimiter: delimiter)
    return try all(&reader)
}

/// All rows of bytes that come in pieces.
func rows(inPieces pieces: [[UInt8]], limits: CSVLimits = .upload) throws -> [CSVRow] {
    var rest = pieces[...]
    var reader = try CSVReader(limits: limits) { rest.popFirst() }
    return try all(&reader)
}

func all(_ reader: inout CSVReader) throws -> [CSVRow] {
    var rows: [CSVRow] = []
    while let row = try reader.next() { rows.append(row) }
    return rows
}

/// The kind of the error that ends the reading.
func failure(_ read: () throws -> some Any) -> TabularError.Kind? {
    do {
        _ = try read()
        return nil
    } catch {
        return (error as? TabularError)?.kind
    }
}
