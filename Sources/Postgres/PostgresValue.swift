/// A value that can be a parameter of a statement or a column of a row, in PostgreSQL's text format.
public protocol PostgresValue: Sendable {
    /// The value as PostgreSQL reads it, or `nil` for NULL.
    var postgresText: String? { get }

    /// Reads a column that is not NULL; `nil` where the text is not such a value.
    init?(postgresText: String)

    /// Adds the value as an element of an array's text: in quotes, unless the type has a shorter form.
    func appendElement(to array: inout [UInt8])
}

extension PostgresValue {
    public func appendElement(to array: inout [UInt8]) {
        if let text = postgresText { array.appendQuoted(text) } else { array += "NULL".utf8 }
    }
}

extension String: PostgresValue {
    public var postgresText: String? { self }

    public init?(postgresText: String) {
        self = postgresText
    }
}

extension Int: PostgresValue {
    public var postgresText: String? { description }

    public init?(postgresText: String) {
        self.init(postgresText)
    }
}

extension Int64: PostgresValue {
    public var postgresText: String? { description }

    /// Without quotes, and digit by digit: a file of workers brings half a million keys.
    public func appendElement(to array: inout [UInt8]) {
        if self < 0 { array.append(UInt8(ascii: "-")) }
        var digits: [20 of UInt8] = .init(repeating: 0)
        var (rest, first) = (magnitude, digits.count)
        repeat {
            first -= 1
            digits[first] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        } while rest > 0
        for index in first..<digits.count { array.append(digits[index]) }
    }

    public init?(postgresText: String) {
        self.init(postgresText)
    }
}

extension Double: PostgresValue {
    public var postgresText: String? { description }

    public init?(postgresText: String) {
        self.init(postgresText)
    }
}

extension Bool: PostgresValue {
    public var postgresText: String? { self ? "t" : "f" }

    public init?(postgresText: String) {
        switch postgresText {
        case "t": self = true
        case "f": self = false
        default: return nil
        }
    }
}

/// Bytes (`bytea`), in the hexadecimal form of PostgreSQL's documentation, section 8.4.1.
extension [UInt8]: PostgresValue {
    public var postgresText: String? {
        String(unsafeUninitializedCapacity: 2 + count * 2) { text in
            (text[0], text[1]) = (UInt8(ascii: "\\"), UInt8(ascii: "x"))
            var place = 2
            for byte in self {
                text[place] = (byte >> 4).hexadecimalDigit
                text[place + 1] = (byte & 0xf).hexadecimalDigit
                place += 2
            }
            return place
        }
    }

    public init?(postgresText: String) {
        guard postgresText.hasPrefix("\\x"), postgresText.utf8.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(postgresText.utf8.count / 2 - 1)
        var digits = postgresText.utf8.dropFirst(2).makeIterator()
        while let high = digits.next(), let low = digits.next() {
            guard let high = UInt8(hexadecimalDigit: high), let low = UInt8(hexadecimalDigit: low) else { return nil }
            bytes.append(high << 4 | low)
        }
        self = bytes
    }
}

/// An enumeration whose raw values are the texts that the database stores.
extension PostgresValue where Self: RawRepresentable, RawValue == String {
    public var postgresText: String? { rawValue }

    public init?(postgresText: String) {
        self.init(rawValue: postgresText)
    }
}

extension Optional: PostgresValue where Wrapped: PostgresValue {
    public var postgresText: String? { self?.postgresText }

    public func appendElement(to array: inout [UInt8]) {
        if let self { self.appendElement(to: &array) } else { array += "NULL".utf8 }
    }

    public init?(postgresText: String) {
        guard let value = Wrapped(postgresText: postgresText) else { return nil }
        self = value
    }
}

/// A one-dimensional array, for `unnest($1::text[])` and `= ANY($1::uuid[])`.
public struct PostgresArray<Element: PostgresValue>: PostgresValue {
    public let elements: [Element]

    public init(_ elements: [Element]) {
        self.elements = elements
    }

    public var postgresText: String? {
        var bytes: [UInt8] = [UInt8(ascii: "{")]
        for element in elements {
            if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
            element.appendElement(to: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Reads the text form of a one-dimensional array.
    public init?(postgresText: String) {
        var scanner = ArrayScanner(postgresText)
        guard let texts = scanner.elements() else { return nil }
        var elements: [Element] = []
        for text in texts {
            guard let text, let element = Element(postgresText: text) else { return nil }
            elements.append(element)
        }
        self.elements = elements
    }
}

extension [UInt8] {
    fileprivate mutating func appendQuoted(_ text: String) {
        let (quote, backslash) = (UInt8(ascii: "\""), UInt8(ascii: "\\"))
        append(quote)
        defer { append(quote) }
        guard !text.isPlain else { return append(contentsOf: text.utf8) }
        for byte in text.utf8 {
            if byte == quote || byte == backslash { append(backslash) }
            append(byte)
        }
    }
}

/// Reads `{a,"b \"c\"",NULL}` (PostgreSQL documentation, section 8.15.6).
private struct ArrayScanner {
    private var rest: Substring.UnicodeScalarView

    init(_ text: String) {
        rest = Substring(text).unicodeScalars
    }

    mutating func elements() -> [String?]? {
        guard rest.popFirst() == "{" else { return nil }
        var elements: [String?] = []
        if rest.first == "}" { return elements }
        while true {
            elements.append(rest.first == "\"" ? quoted() : bare())
            switch rest.popFirst() {
            case ",": continue
            case "}": return elements
            default: return nil
            }
        }
    }

    private mutating func quoted() -> String {
        rest.removeFirst()
        var text = String.UnicodeScalarView()
        while let scalar = rest.popFirst(), scalar != "\"" {
            guard let literal = scalar == "\\" ? rest.popFirst() : scalar else { break }
            text.append(literal)
        }
        return String(text)
    }

    private mutating func bare() -> String? {
        var text = String.UnicodeScalarView()
        while let scalar = rest.first, scalar != ",", scalar != "}" {
            text.append(scalar)
            rest.removeFirst()
        }
        return String(text) == "NULL" ? nil : String(text)
    }
}
