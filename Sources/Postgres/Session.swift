internal import CLibPQ

/// One transaction on one connection, borrowed by the closure of ``Database/write(_:_:)`` or ``Database/read(_:_:)``.
///
/// It cannot be copied, stored or carried across an `await`, so nobody can keep a transaction open while waiting for
/// the network: the compiler refuses.
public struct Session: ~Copyable {
    let connection: Connection
    let deadline: Deadline
    /// Where a second hand connects to; `nil` in a transaction that may have none.
    let secondHandURL: String?

    /// Runs a statement and answers the number of rows it touched.
    ///
    /// - Throws: ``PostgresError``.
    @discardableResult
    public func execute(_ query: Query, _ parameters: any PostgresValue...) throws -> Int {
        try run(query, parameters).affectedRows
    }

    /// Every row, decoded.
    public func all<Value>(
        _ query: Query, _ parameters: any PostgresValue..., decode: (borrowing Row) throws -> Value
    ) throws -> [Value] {
        try decodeAll(run(query, parameters), decode)
    }

    /// The first row, decoded, or `nil` where there is none.
    public func first<Value>(
        _ query: Query, _ parameters: any PostgresValue..., decode: (borrowing Row) throws -> Value
    ) throws -> Value? {
        let answer = try run(query, parameters)
        guard answer.rowCount > 0 else { return nil }
        return try decode(Row(result: answer.pointer, index: 0, columns: ColumnCursor()))
    }

    /// Hands over every row as it arrives, so that a large answer never stands in memory whole.
    public func forEach(
        _ query: Query, _ parameters: any PostgresValue..., body: (borrowing Row) throws -> Void
    ) throws {
        try connection.send(query, texts(of: parameters))
        try connection.streamRows()
        let columns = ColumnCursor()
        while let answer = try connection.nextAnswer(until: deadline) {
            guard answer.status == PGRES_SINGLE_TUPLE || answer.status == PGRES_TUPLES_OK else {
                throw PostgresError(
                    .statementFailed, sqlState: answer.sqlState, constraint: answer.constraint, subject: query.name)
            }
            for index in 0..<answer.rowCount {
                try body(Row(result: answer.pointer, index: index, columns: columns))
            }
        }
    }

    /// Runs a script of several statements without parameters: a migration.
    public func executeScript(_ text: String) throws {
        _ = try connection.runScript(text, until: deadline)
    }

    /// Fills a table by COPY FROM STDIN and answers the number of rows; what `body` throws undoes the whole copy.
    public func copyIn(_ query: Query, body: (inout CopyWriter) throws -> Void) throws -> Int {
        _ = try run(query, [])
        var writer = CopyWriter(connection: connection, deadline: deadline)
        do {
            try body(&writer)
            try writer.flush()
        } catch {
            try connection.endCopy(succeeded: false, until: deadline)
            _ = try? connection.answer(to: query.name, until: deadline)
            throw error
        }
        try connection.endCopy(succeeded: true, until: deadline)
        return try connection.answer(to: query.name, until: deadline).affectedRows
    }

    /// Hands over the values of a COPY TO STDOUT of one column in binary format, NULL as `nil`.
    ///
    /// The bytes of a value are there while `value` runs. For a million rows: no answer is made of each.
    public func copyOut(_ query: Query, value: (UnsafeRawBufferPointer?) throws -> Void) throws {
        _ = try run(query, [])
        var reader = CopyReader()
        while try connection.copyPiece(until: deadline, { try reader.read($0, value: value) }) {}
        _ = try connection.answer(to: query.name, until: deadline)
    }

    /// Runs `body` so that its failure undoes only what it did: one poisoned row does not stop the others.
    public func savepoint<Result>(_ body: () throws -> Result) throws -> Result {
        _ = try connection.runScript("SAVEPOINT part", until: deadline)
        do {
            let result = try body()
            _ = try connection.runScript("RELEASE SAVEPOINT part", until: deadline)
            return result
        } catch {
            _ = try connection.runScript("ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part", until: deadline)
            throw error
        }
    }

    private func run(_ query: Query, _ parameters: [any PostgresValue]) throws -> Answer {
        try connection.send(query, texts(of: parameters))
        return try connection.answer(to: query.name, until: deadline)
    }

    private func texts(of parameters: [any PostgresValue]) throws -> [String?] {
        try parameters.map { parameter in
            guard let text = parameter.postgresText else { return nil }
            // libpq takes C strings: a NUL would silently cut the value short.
            guard !text.containsNUL else { throw PostgresError(.nulInText) }
            return text
        }
    }

    private func decodeAll<Value>(
        _ answer: Answer, _ decode: (borrowing Row) throws -> Value
    ) throws -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(Int(answer.rowCount))
        let columns = ColumnCursor()
        for index in 0..<answer.rowCount {
            values.append(try decode(Row(result: answer.pointer, index: index, columns: columns)))
        }
        return values
    }
}

extension String {
    /// Asked of every parameter, also of one with the rows of a whole file.
    fileprivate var containsNUL: Bool {
        utf8.withContiguousStorageIfAvailable { $0.contains(0) } ?? utf8.contains(0)
    }
}
