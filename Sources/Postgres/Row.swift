internal import CLibPQ
internal import Glibc

/// One row of an answer, readable while its statement's closure runs.
public struct Row: ~Copyable {
    let result: OpaquePointer
    let index: Int32

    /// A column that may be NULL, by its name in the query.
    ///
    /// - Throws: ``PostgresError`` of kind `undecodable` where the column is absent or of another type.
    public func optional<Value: PostgresValue>(_ column: String, as type: Value.Type = Value.self) throws -> Value? {
        let field = number(of: column)
        guard field >= 0 else { throw PostgresError(.undecodable, subject: column) }
        guard PQgetisnull(result, index, field) == 0 else { return nil }
        guard let text = text(of: field), let value = Value(postgresText: text) else {
            throw PostgresError(.undecodable, subject: column)
        }
        return value
    }

    /// A column that is never NULL, by its name in the query.
    ///
    /// - Throws: ``PostgresError`` of kind `undecodable` where the column is absent, NULL or of another type.
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

    /// The place of a column: libpq's own search copies the name and folds its letters for every value that is read.
    private func number(of column: String) -> Int32 {
        column.withCString { name in
            for field in 0..<PQnfields(result) {
                if let other = PQfname(result, field), strcmp(other, name) == 0 { return field }
            }
            return PQfnumber(result, name)
        }
    }

    private func text(of field: Int32) -> String? {
        guard let bytes = PQgetvalue(result, index, field) else { return nil }
        return String(cString: bytes)
    }
}
