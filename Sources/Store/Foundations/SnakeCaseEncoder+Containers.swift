/// The fields of an object; the encoder closes it.
struct SnakeCaseObject<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let text: SnakeCaseEncoder.Text
    var isFirst = true
    let codingPath: [any CodingKey] = []

    init(text: SnakeCaseEncoder.Text) {
        self.text = text
    }

    private mutating func name(_ key: Key) {
        if !isFirst { text.bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        text.write(name: key.stringValue)
    }

    mutating func encodeNil(forKey key: Key) {
        name(key)
        text.bytes += "null".utf8
    }

    mutating func encode(_ value: some Encodable, forKey key: Key) throws {
        name(key)
        try text.write(value)
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy keyType: NestedKey.Type, forKey key: Key
    ) -> KeyedEncodingContainer<NestedKey> {
        text.isUnsupported = true
        return KeyedEncodingContainer(SnakeCaseObject<NestedKey>(text: text))
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        text.isUnsupported = true
        return SnakeCaseList(text: text)
    }

    func superEncoder() -> any Encoder {
        text.isUnsupported = true
        return SnakeCaseEncoder(text: text)
    }

    func superEncoder(forKey key: Key) -> any Encoder { superEncoder() }
}

/// The elements of a list; the encoder closes it.
struct SnakeCaseList: UnkeyedEncodingContainer {
    let text: SnakeCaseEncoder.Text
    var count = 0
    let codingPath: [any CodingKey] = []

    init(text: SnakeCaseEncoder.Text) {
        self.text = text
    }

    private mutating func next() {
        if count > 0 { text.bytes.append(UInt8(ascii: ",")) }
        count += 1
    }

    mutating func encodeNil() {
        next()
        text.bytes += "null".utf8
    }

    mutating func encode(_ value: some Encodable) throws {
        next()
        try text.write(value)
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy keyType: NestedKey.Type
    ) -> KeyedEncodingContainer<NestedKey> {
        text.isUnsupported = true
        return KeyedEncodingContainer(SnakeCaseObject<NestedKey>(text: text))
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        text.isUnsupported = true
        return SnakeCaseList(text: text)
    }

    func superEncoder() -> any Encoder {
        text.isUnsupported = true
        return SnakeCaseEncoder(text: text)
    }
}

/// A value that is no object and no list.
struct SnakeCaseValue: SingleValueEncodingContainer {
    let text: SnakeCaseEncoder.Text
    let codingPath: [any CodingKey] = []

    func encodeNil() { text.bytes += "null".utf8 }

    func encode(_ value: Float) throws { try text.write(Double(value)) }

    func encode(_ value: Int8) { text.write(integer: value) }

    func encode(_ value: Int16) { text.write(integer: value) }

    func encode(_ value: Int32) { text.write(integer: value) }

    func encode(_ value: Int64) { text.write(integer: value) }

    func encode(_ value: UInt) { text.write(integer: value) }

    func encode(_ value: UInt8) { text.write(integer: value) }

    func encode(_ value: UInt16) { text.write(integer: value) }

    func encode(_ value: UInt32) { text.write(integer: value) }

    func encode(_ value: UInt64) { text.write(integer: value) }

    func encode(_ value: some Encodable) throws { try text.write(value) }
}
