internal import CLibPQ
internal import Glibc

/// One row of an answer, readable while its statement's closure runs.
public struct Row: ~Copyable {
    let result: OpaquePointer
    let index: Int32
    let columns: ColumnCursor

    /// A column that may be NULL, by its name in the query.
    ///
    /// - Throws: ``PostgresError`` of kind `undecodable` where the column is absent or of another type.
    @inlinable
    public func optional<Value: PostgresValue>(_ column: String, as type: Value.Type = Value.self) throws -> Value? {
        guard let text = try text(of: column) else { return nil }
        guard let value = Value(postgresText: text) else { throw PostgresError(.undecodable, subject: column) }
        return value
    }

    /// A column that is never NULL, by its name in the query.
    ///
    /// - Throws: ``PostgresError`` of kind `undecodable` where the column is absent, NULL or of another type.
    @inlinable
    public func value<Value: PostgresValue>(_ column: String, as type: Value.Type = Value.self) throws -> Value {
        guard let value = try optional(column, as: type) else { throw PostgresError(.undecodable, subject: column) }
        return value
    }

    /// The elements of an array column; empty where it is NULL.
    public func array<Element: PostgresValue>(
        _ column: String, of type: Element.Type = Element.self
    ) throws -> [Element] {
        try optional(column, as: PostgresArray<Element>.self)?.elements ?? []
    }

    /// What a column says, or `nil` where it is NULL.
    @usableFromInline
    func text(of column: String) throws -> String? {
        let field = columns.number(of: column, in: result)
        guard field >= 0, let bytes = PQgetvalue(result, index, field) else {
            throw PostgresError(.undecodable, subject: column)
        }
        // An empty text is NULL or empty: only then is it worth asking.
        guard bytes[0] != 0 || PQgetisnull(result, index, field) == 0 else { return nil }
        return String(cString: bytes)
    }
}

/// Finds the columns of an answer by their names, which are asked for in their order nearly always.
final class ColumnCursor {
    private var next: Int32 = 0

    /// The place of a column; negative where there is none.
    ///
    /// libpq's own search copies the name and folds its letters for every value that is read.
    func number(of column: String, in result: OpaquePointer) -> Int32 {
        let count = PQnfields(result)
        let start = next < count ? next : 0
        return column.withCString { name in
            for step in 0..<count {
                let field = start + step < count ? start + step : start + step - count
                if let other = PQfname(result, field), strcmp(other, name) == 0 {
                    next = field + 1
                    return field
                }
            }
            return PQfnumber(result, name)
        }
    }
}
