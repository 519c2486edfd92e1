/// Writes the rows of a COPY FROM STDIN in text format (PostgreSQL documentation, COPY, "Text Format").
public struct CopyWriter {
    private let connection: Connection
    private let deadline: Deadline
    private var buffer: [UInt8] = []

    /// Large enough that a million rows cost a few thousand calls, small enough to stay in cache.
    private static let flushSize = 1 << 16

    init(connection: Connection, deadline: Deadline) {
        self.connection = connection
        self.deadline = deadline
        buffer.reserveCapacity(Self.flushSize + 4_096)
    }

    /// Adds one row; the values stand in the order of the statement's columns.
    public mutating func writeRow(_ values: [any PostgresValue]) throws {
        for (index, value) in values.enumerated() {
            if index > 0 { buffer.append(UInt8(ascii: "\t")) }
            try append(value.postgresText)
        }
        buffer.append(UInt8(ascii: "\n"))
        if buffer.count >= Self.flushSize { try flush() }
    }

    mutating func flush() throws {
        guard !buffer.isEmpty else { return }
        try connection.putCopyData(buffer, until: deadline)
        buffer.removeAll(keepingCapacity: true)
    }

    private mutating func append(_ text: String?) throws {
        guard let text else {
            buffer.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "N")])
            return
        }
        for byte in text.utf8 {
            switch byte {
            case 0: throw PostgresError(.nulInText)
            case UInt8(ascii: "\\"): buffer.append(contentsOf: [byte, byte])
            case UInt8(ascii: "\t"): buffer.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "t")])
            case UInt8(ascii: "\n"): buffer.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "n")])
            case UInt8(ascii: "\r"): buffer.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "r")])
            default: buffer.append(byte)
            }
        }
    }
}
