/// Writes a table as RFC 4180 says.
///
/// A reader gets every text back: byte by byte where ``Options/guardsFormulas`` is off, and through
/// ``FormulaGuard/unguarded(_:)`` where it is on, which ``ColumnMap/text(_:in:)`` applies. Only the order of things
/// that a reader skips is lost: rows of which every cell is empty.
public struct CSVWriter: Sendable {
    public struct Options: Hashable, Sendable {
        public var delimiter: CSVDelimiter
        public var endsLinesWithCarriageReturn: Bool
        /// See ``FormulaGuard``.
        ///
        /// Off only for files that a machine reads.
        public var guardsFormulas: Bool
        /// Excel takes a file without the mark for Windows-1252.
        public var writesByteOrderMark: Bool

        public init(
            delimiter: CSVDelimiter = .comma, endsLinesWithCarriageReturn: Bool = true, guardsFormulas: Bool = true,
            writesByteOrderMark: Bool = false
        ) {
            self.delimiter = delimiter
            self.endsLinesWithCarriageReturn = endsLinesWithCarriageReturn
            self.guardsFormulas = guardsFormulas
            self.writesByteOrderMark = writesByteOrderMark
        }

        /// For people: opens in Excel with a double click.
        public static let spreadsheet = Options(writesByteOrderMark: true)
        /// For machines: every byte as it is.
        public static let machine = Options(guardsFormulas: false)
    }

    /// What was written since the last ``takeBytes()``.
    public private(set) var bytes: [UInt8] = []
    private let options: Options

    public init(_ options: Options = .spreadsheet) {
        self.options = options
        if options.writesByteOrderMark { bytes = [0xef, 0xbb, 0xbf] }
    }

    public mutating func write(_ fields: [String]) {
        for (index, field) in fields.enumerated() {
            if index > 0 { bytes.append(options.delimiter.rawValue) }
            append(options.guardsFormulas ? FormulaGuard.guarded(field) : field)
        }
        if options.endsLinesWithCarriageReturn { bytes.append(Byte.carriageReturn) }
        bytes.append(Byte.lineFeed)
    }

    /// Gives what was written and forgets it, so that a long table is written piece by piece.
    public mutating func takeBytes() -> [UInt8] {
        defer { bytes = [] }
        return bytes
    }

    private mutating func append(_ field: String) {
        guard needsQuotes(field) else {
            bytes += field.utf8
            return
        }
        bytes.append(Byte.quote)
        for byte in field.utf8 {
            if byte == Byte.quote { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(Byte.quote)
    }

    /// Every delimiter is quoted, whichever is in use: a program with other settings would see two cells.
    private func needsQuotes(_ field: String) -> Bool {
        field.utf8.first == Byte.space || field.utf8.last == Byte.space
            || field.utf8.contains { $0 < Byte.space || $0 == Byte.quote || CSVDelimiter(rawValue: $0) != nil }
    }
}
