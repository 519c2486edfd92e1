/// A value that people and machines write as one string, checked whenever it is read.
///
/// Conforming types are `Codable` as that plain string. A decoding failure names the type and never
/// carries the text.
public protocol ParsedText: Codable, Hashable, Sendable {
    associatedtype ParseError: InputFault

    /// Reads the text as people write it.
    init(parsing text: String) throws(ParseError)

    /// The one form in which the value is stored and sent. Reading it gives the value back.
    var canonical: String { get }
}

extension ParsedText {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        do {
            try self.init(parsing: text)
        } catch {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath,
                    debugDescription: "Not a valid \(Self.self).",
                    underlyingError: error))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(canonical)
    }
}
