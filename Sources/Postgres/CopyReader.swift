/// Reads a COPY TO STDOUT of one column in binary format (PostgreSQL documentation, COPY, "Binary Format").
///
/// The server sends a row in a piece, but promises nothing: what is cut is kept for the next piece.
struct CopyReader {
    private var rest: [UInt8] = []
    private var hasHeader = false

    /// Signature, flags, and the length of what extends the header.
    private static let headerSize = 11 + 4 + 4

    /// Hands over the values that end in this piece, NULL as `nil`; their bytes are there while `value` runs.
    ///
    /// - Throws: ``PostgresError`` of kind `undecodable` where a row has another number of columns.
    mutating func read(
        _ piece: UnsafeRawBufferPointer, value: (UnsafeRawBufferPointer?) throws -> Void
    ) throws {
        guard rest.isEmpty else {
            rest.append(contentsOf: piece)
            let whole = rest
            let end = try whole.withUnsafeBytes { try readWhole($0, value) }
            rest = Array(whole[end...])
            return
        }
        rest = Array(piece[try readWhole(piece, value)...])
    }

    /// Answers where the part begins that is cut off.
    private mutating func readWhole(
        _ bytes: UnsafeRawBufferPointer, _ value: (UnsafeRawBufferPointer?) throws -> Void
    ) throws -> Int {
        var start = 0
        if !hasHeader {
            guard bytes.count >= Self.headerSize else { return 0 }
            let extended = Self.headerSize + Int(Self.number(bytes, Self.headerSize - 4) as UInt32)
            guard bytes.count >= extended else { return 0 }
            hasHeader = true
            start = extended
        }
        while bytes.count - start >= 2 {
            let columns: Int16 = Self.number(bytes, start)
            // The end of all rows.
            guard columns != -1 else { return bytes.count }
            guard columns == 1 else { throw PostgresError(.undecodable) }
            guard bytes.count - start >= 6 else { break }
            let length: Int32 = Self.number(bytes, start + 2)
            let end = start + 6 + max(0, Int(length))
            guard end <= bytes.count else { break }
            try value(length < 0 ? nil : UnsafeRawBufferPointer(rebasing: bytes[start + 6..<end]))
            start = end
        }
        return start
    }

    private static func number<Number: FixedWidthInteger & BitwiseCopyable>(
        _ bytes: UnsafeRawBufferPointer, _ offset: Int
    ) -> Number {
        Number(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Number.self))
    }
}
