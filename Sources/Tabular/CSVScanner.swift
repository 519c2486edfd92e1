/// Splits a piece of a table into rows and cells where they lie, for files of millions of rows.
///
/// It checks no limits and reports no problems: what it is given is UTF-8, and a piece holds whole rows. Cells are
/// borrowed for the time of one call; a doubled quote in a cell stays doubled.
public struct CSVScanner {
    private let delimiter: UInt8
    private var cells: [UnsafeBufferPointer<UInt8>] = []

    public init(delimiter: CSVDelimiter) {
        self.delimiter = delimiter.rawValue
        cells.reserveCapacity(32)
    }

    /// Where the last row that is whole ends, or `nil` where none is: quotes are counted from the first byte, which must
    /// begin a row.
    public static func endOfWholeRows(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        var isQuoted = false
        var end: Int?
        for index in bytes.indices {
            if bytes[index] == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if bytes[index] == UInt8(ascii: "\n"), !isQuoted {
                end = index + 1
            }
        }
        return end
    }

    /// Calls `body` with the cells of each row that is not blank.
    public mutating func forEachRow(
        in bytes: UnsafeBufferPointer<UInt8>, _ body: ([UnsafeBufferPointer<UInt8>]) throws -> Void
    ) rethrows {
        var position = 0
        while position < bytes.count {
            cells.removeAll(keepingCapacity: true)
            readRow(bytes, &position)
            if cells.count > 1 || cells.first?.isEmpty == false { try body(cells) }
        }
    }

    private mutating func readRow(_ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int) {
        while true {
            if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
                readQuoted(bytes, &position)
            } else {
                let start = position
                while position < bytes.count, bytes[position] != delimiter, bytes[position] != UInt8(ascii: "\n") {
                    position += 1
                }
                cells.append(Self.trimmed(bytes, start..<position))
            }
            guard position < bytes.count else { return }
            position += 1
            if bytes[position - 1] == UInt8(ascii: "\n") { return }
        }
    }

    /// Reads a cell in quotes and goes to the delimiter or line end behind it.
    private mutating func readQuoted(_ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int) {
        let quote = UInt8(ascii: "\"")
        let start = position + 1
        var end = start
        while end < bytes.count {
            if bytes[end] == quote {
                guard end + 1 < bytes.count, bytes[end + 1] == quote else { break }
                end += 1
            }
            end += 1
        }
        cells.append(Self.trimmed(bytes, start..<end))
        position = min(end + 1, bytes.count)
        while position < bytes.count, bytes[position] != delimiter, bytes[position] != UInt8(ascii: "\n") {
            position += 1
        }
    }

    private static func trimmed(
        _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
    ) -> UnsafeBufferPointer<UInt8> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, bytes[start] <= 0x20 { start += 1 }
        while end > start, bytes[end - 1] <= 0x20 { end -= 1 }
        return UnsafeBufferPointer(rebasing: bytes[start..<end])
    }
}
