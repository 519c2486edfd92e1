/// Reads a table row by row, in constant memory.
///
/// What is wrong with one row comes with that row, in ``CSVRow/problems``. What ends the reading is thrown: a limit of
/// the whole file, a NUL byte, an error of the source.
public struct CSVReader {
    /// How many bytes of a stream are looked at to tell encoding and delimiter.
    public static let lookahead = 65_536

    public let encoding: CSVEncoding
    public let delimiter: CSVDelimiter
    private let limits: CSVLimits
    private let source: () throws -> [UInt8]?
    private var transcoder: Transcoder
    private var parser: RowParser
    private var buffer: [UInt8] = []
    private var position = 0
    private var hasEnded = false
    private var bytesRead: Int
    private var rowsGiven = 0
    private var errorsGiven = 0
    /// The cells of the first row, which every other row should have.
    private var width: Int?

    /// Reads a whole file that is in memory.
    ///
    /// - Parameters:
    ///   - bytes: The file. It decides on the encoding as a whole.
    ///   - limits: What is refused.
    ///   - delimiter: What stands between cells, or `nil` to tell it from the first line.
    /// - Throws: ``TabularError`` of kind `tooManyBytes`.
    public init(_ bytes: [UInt8], limits: CSVLimits = .upload, delimiter: CSVDelimiter? = nil) throws {
        try self.init(beginning: bytes, isWhole: true, limits: limits, delimiter: delimiter, encoding: nil) { nil }
    }

    /// Reads a stream of any length.
    ///
    /// - Parameters:
    ///   - limits: What is refused.
    ///   - delimiter: What stands between cells, or `nil` to tell it from the first line.
    ///   - encoding: How letters are written, or `nil` to tell it from the first ``lookahead`` bytes. What turns out
    ///     not to be so later on is reported with its row.
    ///   - source: Gives the next bytes, however many, and `nil` at the end.
    /// - Throws: ``TabularError`` of kind `tooManyBytes`, and what `source` throws.
    public init(
        limits: CSVLimits, delimiter: CSVDelimiter? = nil, encoding: CSVEncoding? = nil,
        source: @escaping () throws -> [UInt8]?
    ) throws {
        var beginning: [UInt8] = []
        var isWhole = false
        while beginning.count < Self.lookahead, !isWhole {
            if let chunk = try source() { beginning += chunk } else { isWhole = true }
        }
        try self.init(
            beginning: beginning, isWhole: isWhole, limits: limits, delimiter: delimiter, encoding: encoding,
            source: source)
    }

    private init(
        beginning: [UInt8], isWhole: Bool, limits: CSVLimits, delimiter: CSVDelimiter?, encoding: CSVEncoding?,
        source: @escaping () throws -> [UInt8]?
    ) throws {
        let detected = CSVEncoding.detect(beginning, isWhole: isWhole)
        self.encoding = encoding ?? detected.encoding
        self.limits = limits
        self.source = source
        transcoder = Transcoder(self.encoding)
        bytesRead = beginning.count
        let markLength = encoding == nil || encoding == detected.encoding ? detected.markLength : 0
        var text: [UInt8] = []
        transcoder.transcode(beginning.dropFirst(markLength), into: &text)
        let declared = CSVDelimiter.declared(inFirstLineOf: text[...])
        let found = delimiter ?? declared ?? CSVDelimiter.detect(inFirstLineOf: text[...])
        self.delimiter = found
        parser = RowParser(delimiter: found, limits: limits)
        buffer = text
        if isWhole { endSource() }
        try checkSize()
        if declared != nil { try skipDeclaration() }
    }

    /// The next row that is not blank, or `nil` at the end.
    ///
    /// - Throws: ``TabularError`` for what ends the reading, and what the source throws.
    public mutating func next() throws -> CSVRow? {
        while let row = try nextRow() {
            guard !row.isBlank || !row.problems.isEmpty else { continue }
            try count(row)
            return row
        }
        return nil
    }

    private mutating func count(_ row: CSVRow) throws {
        rowsGiven += 1
        if let limit = limits.rows, rowsGiven > limit + 1 { throw TabularError.tooManyRows(limit, row) }
        guard errorsGiven < limits.errors else { throw TabularError.tooManyErrors(limits.errors, row) }
        errorsGiven += row.problems.count
    }
}

extension CSVReader {
    private mutating func nextRow() throws -> CSVRow? {
        while true {
            switch readBuffer() {
            case .row:
                return takeRow()
            case .nul(let row, let line):
                throw TabularError.nulByte(row: row, line: line)
            case .needsMore:
                if takePushedBack() { continue }
                if !hasEnded {
                    try refill()
                } else if parser.finish() {
                    return takeRow()
                } else if !takePushedBack() {
                    return nil
                }
            }
        }
    }

    /// Reads a first line `sep=;`, which is row 1 to a spreadsheet too.
    private mutating func skipDeclaration() throws {
        _ = try nextRow()
        width = nil
    }

    private mutating func readBuffer() -> RowParser.Event {
        buffer.withUnsafeBufferPointer { parser.read($0, from: &position) }
    }

    /// Puts what the parser gives back before what is left: whether there was any.
    private mutating func takePushedBack() -> Bool {
        guard !parser.pushedBack.isEmpty else { return false }
        buffer = parser.takePushedBack() + buffer[position...]
        position = 0
        return true
    }

    private mutating func refill() throws {
        buffer.removeAll(keepingCapacity: true)
        position = 0
        guard let chunk = try source() else { return endSource() }
        bytesRead += chunk.count
        try checkSize()
        transcoder.transcode(chunk[...], into: &buffer)
    }

    private mutating func endSource() {
        hasEnded = true
        transcoder.finish(into: &buffer)
    }

    private func checkSize() throws {
        if let limit = limits.bytes, bytesRead > limit { throw TabularError.tooManyBytes(limit) }
    }

    private mutating func takeRow() -> CSVRow {
        let (read, number) = parser.takeRow()
        let place = RowPlace(number: number, line: read.line)
        var problems = read.problems.map { TabularError($0, place, limits) }
        var row = CSVRow(number: number, line: read.line, problems: [], bytes: read.bytes, ends: read.ends)
        if !read.isASCII { problems += row.unreadableCells.map { TabularError(.unreadable($0), place, limits) } }
        if !row.isBlank {
            let width = width ?? row.count
            self.width = width
            row = row.withoutEmptyCells(beyond: width)
            if row.count != width { problems.append(.raggedRow(place, count: row.count, width: width)) }
        }
        return CSVRow(number: number, line: read.line, problems: problems, bytes: row.bytes, ends: row.ends)
    }
}
