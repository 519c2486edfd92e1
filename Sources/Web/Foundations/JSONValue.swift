import HTTPTypes

/// A JSON document as it came, before an endpoint has read its fields.
enum JSONValue: Encodable, Sendable {
    case null
    case flag(Bool)
    case number(Double)
    case text(String)
    case list([JSONValue])
    case object([String: JSONValue])

    /// - Throws: ``Problem`` where the bytes are no JSON.
    init(parsing bytes: [UInt8]) throws {
        do {
            self = try JSONReader.read(bytes)
        } catch {
            throw Problem(
                .badRequest, "malformed_json", "The body is no JSON. Send one JSON object in UTF-8.")
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .flag(let flag): try container.encode(flag)
        case .number(let number): try container.encode(number)
        case .text(let text): try container.encode(text)
        case .list(let list): try container.encode(list)
        case .object(let object): try container.encode(object)
        }
    }
}
