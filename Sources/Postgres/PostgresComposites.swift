/// Many values of a composite type as one parameter, for `unnest($1::enrolment[])`.
///
/// One parameter for any number of rows, written in one go: an object of JSON for each row costs the server and the
/// client several times as much. Source: PostgreSQL documentation, sections 8.15.6 and 8.16.6.
public struct PostgresComposites: PostgresValue {
    public let postgresText: String?

    /// Takes rows, each with the values in the order of the type's columns.
    public init<Row>(_ rows: some Sequence<Row>, fields: (Row) -> [String?]) {
        var bytes: [UInt8] = [UInt8(ascii: "{")]
        for row in rows {
            if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
            Self.append(fields(row), to: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
        postgresText = String(decoding: bytes, as: UTF8.self)
    }

    public init?(postgresText: String) {
        self.postgresText = postgresText
    }

    // A value stands in quotes twice: as an element of the array, and as a field of the row. NULL is no text at all.
    private static func append(_ fields: [String?], to bytes: inout [UInt8]) {
        bytes += "\"(".utf8
        for (index, field) in fields.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            if let field { appendQuoted(field, to: &bytes) }
        }
        bytes += ")\"".utf8
    }

    private static func appendQuoted(_ text: String, to bytes: inout [UInt8]) {
        let (quote, backslash) = (UInt8(ascii: "\""), UInt8(ascii: "\\"))
        bytes += [backslash, quote]
        defer { bytes += [backslash, quote] }
        guard !text.isPlain else { return bytes.append(contentsOf: text.utf8) }
        for byte in text.utf8 {
            switch byte {
            case quote: bytes += [backslash, quote, backslash, quote]
            case backslash: bytes += [backslash, backslash, backslash, backslash]
            default: bytes.append(byte)
            }
        }
    }
}

extension String {
    /// Without quotes and backslashes, as nearly every text is: taken as it stands.
    var isPlain: Bool {
        let (quote, backslash) = (UInt8(ascii: "\""), UInt8(ascii: "\\"))
        return utf8.withContiguousStorageIfAvailable { $0.allSatisfy { $0 != quote && $0 != backslash } } ?? false
    }
}
