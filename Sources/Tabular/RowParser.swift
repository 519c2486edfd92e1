/// Cuts UTF-8 into rows, whatever the pieces in which it comes.
///
///     cell start ──quote──▶ quoted ──quote──▶ after quote ──quote──▶ quoted
///         │                                      │
///         └──other──▶ plain ◀────other───────────┘
///
/// A delimiter leads from plain and after quote to the next cell start, a line break to the next row. CR, LF and CRLF
/// are line breaks. A quote inside a plain cell is a letter. Where a quoted cell does not end, or ends on a later line
/// with text behind its last quote, its first line is taken as it stands and reading goes on with the next line, so
/// that one slip does not swallow the file.
struct RowParser {
    enum Event {
        case needsMore
        case row
        case nul(row: Int, line: Int)
    }

    private enum State {
        case cellStart
        case plain
        case quoted
        case afterQuote
    }

    /// Bytes to be read again before any others: what followed the first line of a quoted cell that did not end.
    private(set) var pushedBack: [UInt8] = []

    private let delimiter: UInt8
    private let limits: CSVLimits
    private let plainStops: [Bool]
    private let quotedStops: [Bool]
    private var state = State.cellStart
    private var row = RowInProgress()
    /// The quoted cell as it stands in the file, from behind its first quote.
    private var quotedText: [UInt8] = []
    private var quoteLine = 1
    private var line = 1
    private var rowNumber = 1
    private var lastByteWasCarriageReturn = false

    init(delimiter: CSVDelimiter, limits: CSVLimits) {
        self.delimiter = delimiter.rawValue
        self.limits = limits
        plainStops = Self.stops([delimiter.rawValue])
        quotedStops = Self.stops([])
    }

    /// Which bytes end a run of plain text: quotes, line breaks, control characters and the given ones.
    private static func stops(_ others: [UInt8]) -> [Bool] {
        (0...UInt8.max).map { $0 < 0x20 && $0 != Byte.tab || $0 == 0x7f || $0 == Byte.quote || others.contains($0) }
    }

    /// Reads on until a row is complete, or all bytes are used, or a NUL comes.
    mutating func read(_ bytes: UnsafeBufferPointer<UInt8>, from index: inout Int) -> Event {
        while index < bytes.count {
            switch state {
            case .cellStart:
                beginCell(with: bytes[index], index: &index)
            case .plain, .quoted:
                readRun(bytes, from: &index)
                guard index < bytes.count, pushedBack.isEmpty else { break }
                if bytes[index] == Byte.nul { return .nul(row: rowNumber, line: line) }
                if readStop(bytes[index], index: &index) { return .row }
            case .afterQuote:
                if readAfterQuote(bytes[index], index: &index) { return .row }
            }
            if !pushedBack.isEmpty { return .needsMore }
        }
        return .needsMore
    }

    /// Ends the file: whether a last row is there that no line break ended.
    ///
    /// Where ``pushedBack`` is not empty afterwards, there is more to read.
    mutating func finish() -> Bool {
        if state == .quoted { recoverFromOpenQuote() }
        guard pushedBack.isEmpty, !(state == .cellStart && row.ends.isEmpty) else { return false }
        endCell()
        return true
    }

    mutating func takePushedBack() -> [UInt8] {
        defer { pushedBack = [] }
        return pushedBack
    }

    /// Takes the complete row and makes room for the next.
    mutating func takeRow() -> (row: RowInProgress, number: Int) {
        defer {
            row = RowInProgress(capacity: row.bytes.count, columns: row.ends.count)
            row.line = line
            rowNumber += 1
            state = .cellStart
        }
        return (row, rowNumber)
    }
}

extension RowParser {
    private mutating func beginCell(with byte: UInt8, index: inout Int) {
        defer { lastByteWasCarriageReturn = false }
        if byte == Byte.lineFeed, lastByteWasCarriageReturn {
            index += 1
        } else if byte == Byte.quote {
            state = .quoted
            quoteLine = line
            quotedText.removeAll(keepingCapacity: true)
            index += 1
        } else {
            state = .plain
        }
    }

    /// Adds everything up to the next byte with a meaning.
    private mutating func readRun(_ bytes: UnsafeBufferPointer<UInt8>, from index: inout Int) {
        let start = index
        var all: UInt8 = 0
        if state == .plain {
            while index < bytes.count, !plainStops[Int(bytes[index])] {
                all |= bytes[index]
                index += 1
            }
        } else {
            // No further than the limit, so that a quote that is never closed costs no more.
            let end = min(bytes.count, index + limits.fieldBytes + 1)
            while index < end, !quotedStops[Int(bytes[index])] {
                all |= bytes[index]
                index += 1
            }
        }
        guard index > start else { return }
        row.isASCII = row.isASCII && all < 0x80
        append(UnsafeBufferPointer(rebasing: bytes[start..<index]))
    }

    private mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        lastByteWasCarriageReturn = false
        if state == .quoted {
            quotedText += bytes
            if quotedText.count > limits.fieldBytes {
                recoverFromOpenQuote()
                return
            }
        }
        row.append(bytes, limit: limits.fieldBytes)
    }

    private mutating func append(_ byte: UInt8) {
        withUnsafeBytes(of: byte) { append($0.bindMemory(to: UInt8.self)) }
    }

    /// Reads a byte with a meaning: whether it ends the row.
    private mutating func readStop(_ byte: UInt8, index: inout Int) -> Bool {
        index += 1
        switch byte {
        case Byte.quote where state == .quoted:
            quotedText.append(byte)
            state = .afterQuote
        case Byte.lineFeed, Byte.carriageReturn:
            return readLineBreak(byte)
        case delimiter where state == .plain:
            endCell()
        case Byte.quote:
            append(byte)
        default:
            row.note(.controlCharacter)
            append(byte)
        }
        return false
    }

    private mutating func readLineBreak(_ byte: UInt8) -> Bool {
        let isSecondHalf = byte == Byte.lineFeed && lastByteWasCarriageReturn
        if !isSecondHalf { line += 1 }
        guard state == .quoted else {
            lastByteWasCarriageReturn = byte == Byte.carriageReturn
            endCell()
            return true
        }
        append(byte)
        lastByteWasCarriageReturn = state == .quoted && byte == Byte.carriageReturn
        return false
    }

    private mutating func readAfterQuote(_ byte: UInt8, index: inout Int) -> Bool {
        switch byte {
        case Byte.quote:
            state = .quoted
            append(byte)
            index += 1
        case delimiter, Byte.lineFeed, Byte.carriageReturn:
            state = .plain
            return readStop(byte, index: &index)
        case Byte.space:
            index += 1
        default:
            readTextAfterQuote()
        }
        return false
    }

    /// Text behind a quote that closes a cell of several lines: more likely the quote opens another cell, and the one
    /// before was never closed.
    private mutating func readTextAfterQuote() {
        if quotedText.contains(where: { $0 == Byte.lineFeed || $0 == Byte.carriageReturn }) {
            recoverFromOpenQuote()
        } else {
            row.note(.textAfterQuote)
            state = .plain
        }
    }

    private mutating func endCell() {
        row.endCell(limit: limits.columns)
        state = .cellStart
    }

    /// Takes the first line of a quoted cell that does not end as plain text and gives the rest back.
    private mutating func recoverFromOpenQuote() {
        let end = quotedText.firstIndex { $0 == Byte.lineFeed || $0 == Byte.carriageReturn } ?? quotedText.count
        row.note(.unterminatedQuote)
        row.restartCell()
        state = .plain
        line = quoteLine
        lastByteWasCarriageReturn = false
        pushedBack = Array(quotedText[end...])
        quotedText[..<end].withUnsafeBufferPointer { row.append($0, limit: limits.fieldBytes) }
    }
}
