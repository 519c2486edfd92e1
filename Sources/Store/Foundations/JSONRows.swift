import Postgres

/// Rows of one table as one parameter, read by `json_to_recordset($1::json)`.
///
/// Property names become column names: `givenNames` is `given_names`. One parameter for any number of rows keeps the
/// statement the same for one worker and for a file of thousands.
package struct JSONRows: PostgresValue {
    package let postgresText: String?

    package init(_ rows: [some Encodable]) throws {
        postgresText = String(decoding: try SnakeCaseEncoder.bytes(rows), as: UTF8.self)
    }

    /// One row by itself, read by `json_to_record`.
    package init(one row: some Encodable) throws {
        postgresText = String(decoding: try SnakeCaseEncoder.bytes(row), as: UTF8.self)
    }

    package init?(postgresText: String) {
        self.postgresText = postgresText
    }
}
