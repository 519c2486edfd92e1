internal import Foundation

/// Writes values as JSON, straight into bytes.
///
/// Property names become snake case, dates RFC 3339, and fields stand in the order in which a type names them. It writes
/// what Foundation's `JSONEncoder` writes, which builds a tree of objects and sorts it first: 12 % of a check, a
/// seventh of a file of workers, a fifth of a reconciliation.
package struct SnakeCaseEncoder: Encoder {
    /// What is written so far, shared by the containers of one answer.
    final class Text {
        var bytes: [UInt8] = []
        /// Something asked for what only inheritance and nesting by hand need; no type of ours does.
        var isUnsupported = false
        /// What closes the container that the value at hand has opened: one of a value's own.
        fileprivate var closing: UInt8?
    }

    let text: Text
    package let codingPath: [any CodingKey] = []
    package let userInfo: [CodingUserInfoKey: Any] = [:]

    package static func bytes(_ value: some Encodable) throws -> [UInt8] {
        let text = Text()
        text.bytes.reserveCapacity(1_024)
        try text.write(value)
        guard !text.isUnsupported else { throw unsupported }
        return text.bytes
    }

    package func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        text.open(UInt8(ascii: "{"), until: UInt8(ascii: "}"))
        return KeyedEncodingContainer(SnakeCaseObject<Key>(text: text))
    }

    package func unkeyedContainer() -> any UnkeyedEncodingContainer {
        text.open(UInt8(ascii: "["), until: UInt8(ascii: "]"))
        return SnakeCaseList(text: text)
    }

    package func singleValueContainer() -> any SingleValueEncodingContainer {
        SnakeCaseValue(text: text)
    }

    fileprivate static var unsupported: EncodingError {
        EncodingError.invalidValue((), EncodingError.Context(codingPath: [], debugDescription: "no JSON of ours"))
    }
}

extension SnakeCaseEncoder.Text {
    fileprivate func open(_ opening: UInt8, until closing: UInt8) {
        bytes.append(opening)
        self.closing = closing
    }

    /// Compares types before it casts: a cast that fails costs as much as writing a short text.
    func write<Value: Encodable>(_ value: Value) throws {
        if Value.self == String.self, let value = value as? String {
            write(text: value)
        } else if Value.self == Int.self, let value = value as? Int {
            write(integer: value)
        } else if Value.self == Bool.self, let value = value as? Bool {
            bytes += (value ? "true" : "false").utf8
        } else if Value.self == Double.self, let value = value as? Double {
            try write(number: value)
        } else if Value.self == Date.self, let value = value as? Date {
            write(text: value.ISO8601Format())
        } else if MemoryLayout<Value>.size == MemoryLayout<[String: Int]>.size, let value = value as? any KeyedByText {
            // Every dictionary is one reference: whatever is larger or smaller needs no cast, which fails slowly.
            try write(dictionary: value.entries)
        } else {
            try write(contentOf: value)
        }
    }

    func write(integer: some BinaryInteger) {
        bytes += String(integer).utf8
    }

    private func write(contentOf value: some Encodable) throws {
        let outer = closing
        closing = nil
        let start = bytes.count
        try value.encode(to: SnakeCaseEncoder(text: self))
        // A value that asks for no container at all has no text: Foundation writes an empty object.
        if bytes.count == start { bytes += "{}".utf8 } else if let closing { bytes.append(closing) }
        closing = outer
    }

    /// The keys of a dictionary are data and stay as they are, in one order.
    private func write(dictionary: [(key: String, value: any Encodable)]) throws {
        bytes.append(UInt8(ascii: "{"))
        for (index, entry) in dictionary.sorted(by: { $0.key < $1.key }).enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            write(text: entry.key)
            bytes.append(UInt8(ascii: ":"))
            try write(entry.value)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private func write(number: Double) throws {
        guard number.isFinite else { throw SnakeCaseEncoder.unsupported }
        bytes += (number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : String(number)).utf8
    }

    func write(text: String) {
        var text = text
        bytes.append(UInt8(ascii: "\""))
        text.withUTF8 { letters in
            // What needs no escape goes as one piece, up to the next that does.
            var rest = letters[...]
            while let special = rest.firstIndex(where: {
                $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\")
            }) {
                bytes.append(contentsOf: rest[..<special])
                escape(rest[special])
                rest = rest[(special + 1)...]
            }
            bytes.append(contentsOf: rest)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
        case 8: bytes += "\\b".utf8
        case 9: bytes += "\\t".utf8
        case 10: bytes += "\\n".utf8
        case 12: bytes += "\\f".utf8
        case 13: bytes += "\\r".utf8
        default: bytes += "\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8
        }
    }

    /// `nhsNumber` as `nhs_number`, `personID` as `person_id`.
    func write(name: String) {
        var name = name
        bytes.append(UInt8(ascii: "\""))
        name.withUTF8 { letters in
            var start = 0
            for index in letters.indices where Self.isCapital(letters[index]) {
                bytes.append(contentsOf: letters[start..<index])
                let followsCapital = index > 0 && Self.isCapital(letters[index - 1])
                let endsCapitals = index + 1 < letters.count && !Self.isCapital(letters[index + 1])
                if index > 0, !followsCapital || endsCapitals { bytes.append(UInt8(ascii: "_")) }
                bytes.append(letters[index] | 0x20)
                start = index + 1
            }
            bytes.append(contentsOf: letters[start...])
        }
        bytes += "\":".utf8
    }

    private static func isCapital(_ letter: UInt8) -> Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(letter)
    }
}

/// A dictionary whose keys are texts, of any values.
private protocol KeyedByText {
    var entries: [(key: String, value: any Encodable)] { get }
}

extension Dictionary: KeyedByText where Key == String, Value: Encodable {
    fileprivate var entries: [(key: String, value: any Encodable)] { map { ($0.key, $0.value) } }
}
