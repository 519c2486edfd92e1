/// Puts the parts of one record together; see ``PackedLayout``.
struct RecordPacker {
    var birthDate: UInt32 = 0
    var sex: UInt8 = 0
    var status: UInt8 = 0
    var country: UInt16 = 0
    var phone: UInt64 = 0
    var nhsNumber: UInt64 = 0
    var postcode: UInt64 = 0
    var previousPostcode: UInt64 = 0
    var house: UInt64 = 0
    var flat: UInt64 = 0
    var town: UInt64 = 0
    private var lengths = [UInt8](repeating: 0, count: PackedLayout.Slot.count)
    private var texts: [UInt8] = []

    mutating func begin() {
        texts.removeAll(keepingCapacity: true)
        for slot in lengths.indices { lengths[slot] = 0 }
        town = 0
    }

    /// Adds a text; the slots must come in their order.
    mutating func add(_ text: some Sequence<UInt8>, to slot: Int) {
        let limit = slot == PackedLayout.Slot.id ? PackedLayout.longestID : PackedLayout.longestText
        let start = texts.count
        for byte in text {
            guard texts.count - start < limit else { break }
            texts.append(byte)
        }
        lengths[slot] = UInt8(texts.count - start)
    }

    mutating func add(_ bytes: [UInt8], _ range: Range<Int>, to slot: Int) {
        let range = range.prefix(PackedLayout.longestText)
        texts.append(contentsOf: bytes[range])
        lengths[slot] = UInt8(range.count)
    }

    mutating func finish(into bytes: inout [UInt8]) {
        if bytes.isEmpty { bytes.reserveCapacity(PackedLayout.texts + texts.count) }
        append(birthDate, to: &bytes)
        append(sex, to: &bytes)
        append(status, to: &bytes)
        append(country, to: &bytes)
        for word in [phone, nhsNumber, postcode, previousPostcode, house, flat, town] { append(word, to: &bytes) }
        bytes.append(contentsOf: lengths)
        bytes.append(contentsOf: texts)
    }

    private func append<Number: FixedWidthInteger>(_ number: Number, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }
}
