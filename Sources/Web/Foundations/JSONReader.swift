/// Reads JSON exactly as RFC 8259 has it.
///
/// Foundation's decoder takes a comma too many and the last of two fields of one name: a program that sends such a body
/// means something else than it would get.
struct JSONReader {
    /// The body is no JSON.
    struct Malformed: Error {}

    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0
    /// More than any body of ours, and far less than a stack holds.
    private static let deepest = 64

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// - Throws: ``Malformed``.
    static func read(_ bytes: [UInt8]) throws -> JSONValue {
        var reader = JSONReader(bytes)
        let value = try reader.value()
        reader.skipSpace()
        guard reader.position == bytes.count else { throw Malformed() }
        return value
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func value() throws -> JSONValue {
        skipSpace()
        switch next {
        case UInt8(ascii: "{"): return try nested { .object(try $0.object()) }
        case UInt8(ascii: "["): return try nested { .list(try $0.list()) }
        case UInt8(ascii: "\""): return .text(try text())
        case UInt8(ascii: "t"): return try word("true", .flag(true))
        case UInt8(ascii: "f"): return try word("false", .flag(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return .number(try number())
        }
    }

    private mutating func nested(_ body: (inout JSONReader) throws -> JSONValue) throws -> JSONValue {
        depth += 1
        guard depth <= Self.deepest else { throw Malformed() }
        position += 1
        let value = try body(&self)
        depth -= 1
        return value
    }

    private mutating func object() throws -> [String: JSONValue] {
        var fields: [String: JSONValue] = [:]
        if take(UInt8(ascii: "}")) { return fields }
        repeat {
            skipSpace()
            let name = try text()
            guard take(UInt8(ascii: ":")) else { throw Malformed() }
            guard fields.updateValue(try value(), forKey: name) == nil else { throw Malformed() }
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw Malformed() }
        return fields
    }

    private mutating func list() throws -> [JSONValue] {
        var values: [JSONValue] = []
        if take(UInt8(ascii: "]")) { return values }
        repeat { values.append(try value()) } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw Malformed() }
        return values
    }

    // MARK: Words and numbers

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws -> JSONValue {
        let end = position + word.utf8CodeUnitCount
        let wanted = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        guard end <= bytes.count, bytes[position..<end].elementsEqual(wanted) else { throw Malformed() }
        position = end
        return value
    }

    private mutating func number() throws -> Double {
        let start = position
        if next == UInt8(ascii: "-") { position += 1 }
        let isZero = next == UInt8(ascii: "0")
        let whole = digits()
        guard whole > 0, !isZero || whole == 1 else { throw Malformed() }
        if next == UInt8(ascii: ".") {
            position += 1
            guard digits() > 0 else { throw Malformed() }
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            position += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
            guard digits() > 0 else { throw Malformed() }
        }
        guard let number = Double(String(decoding: bytes[start..<position], as: UTF8.self)), number.isFinite else {
            throw Malformed()
        }
        return number
    }

    private mutating func digits() -> Int {
        let start = position
        while let byte = next, (0x30...0x39).contains(byte) { position += 1 }
        return position - start
    }

    // MARK: Texts

    private mutating func text() throws -> String {
        guard next == UInt8(ascii: "\"") else { throw Malformed() }
        position += 1
        var content: [UInt8] = []
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return try string(content)
            case UInt8(ascii: "\\"): content += try escape()
            case 0..<0x20: throw Malformed()
            default: content.append(byte)
            }
        }
        throw Malformed()
    }

    private func string(_ content: [UInt8]) throws -> String {
        guard let text = String(validating: content, as: UTF8.self) else { throw Malformed() }
        return text
    }

    private mutating func escape() throws -> [UInt8] {
        guard let byte = next else { throw Malformed() }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [8]
        case UInt8(ascii: "f"): return [12]
        case UInt8(ascii: "n"): return [10]
        case UInt8(ascii: "r"): return [13]
        case UInt8(ascii: "t"): return [9]
        case UInt8(ascii: "u"): return Array(String(Character(try scalar())).utf8)
        default: throw Malformed()
        }
    }

    /// The character of `\uXXXX`, or of two of them that make one; half of a pair is no character.
    private mutating func scalar() throws -> Unicode.Scalar {
        let first = try codeUnit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard (0xD800..<0xDC00).contains(first), next == UInt8(ascii: "\\") else { throw Malformed() }
        position += 1
        guard next == UInt8(ascii: "u") else { throw Malformed() }
        position += 1
        let second = try codeUnit()
        guard (0xDC00..<0xE000).contains(second) else { throw Malformed() }
        let value = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
        guard let scalar = Unicode.Scalar(value) else { throw Malformed() }
        return scalar
    }

    private mutating func codeUnit() throws -> UInt16 {
        guard position + 4 <= bytes.count else { throw Malformed() }
        let digits = bytes[position..<position + 4]
        guard digits.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0 | 0x20) }),
            let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw Malformed() }
        position += 4
        return unit
    }

    // MARK: Between them

    private mutating func skipSpace() {
        while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        skipSpace()
        guard next == byte else { return false }
        position += 1
        return true
    }
}
