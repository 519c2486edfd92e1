/// The rows that answer one request of a batch.
///
/// They are decoded by whoever asked, on their own thread, so that the thread of the connections never waits for that.
public struct BatchAnswer: Sendable {
    let answer: Answer
    let rows: Range<Int32>

    /// How many rows there are.
    public var count: Int { rows.count }

    /// The first row, decoded, or `nil` where there is none.
    public func first<Value>(_ decode: (borrowing Row) throws -> Value) rethrows -> Value? {
        guard let index = rows.first else { return nil }
        return try withExtendedLifetime(answer) {
            try decode(Row(result: answer.pointer, index: index, columns: ColumnCursor()))
        }
    }

    /// Every row, decoded.
    public func all<Value>(_ decode: (borrowing Row) throws -> Value) rethrows -> [Value] {
        try withExtendedLifetime(answer) {
            let columns = ColumnCursor()
            return try rows.map { try decode(Row(result: answer.pointer, index: $0, columns: columns)) }
        }
    }
}
