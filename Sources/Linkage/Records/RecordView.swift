/// A packed record where it lies in memory; see ``PackedLayout``.
struct RecordView {
    private let bytes: UnsafeRawBufferPointer
    private let start: Int

    init(bytes: UnsafeRawBufferPointer, at start: Int) {
        self.bytes = bytes
        self.start = start
    }

    private func number<Number: FixedWidthInteger & BitwiseCopyable>(_ offset: Int) -> Number {
        Number(littleEndian: bytes.loadUnaligned(fromByteOffset: start + offset, as: Number.self))
    }

    var birthDate: UInt32 { number(PackedLayout.birthDate) }
    var sex: UInt8 { number(PackedLayout.sex) }
    var status: LinkageRecord.Status { LinkageRecord.Status(rawValue: number(PackedLayout.status)) }
    var country: UInt16 { number(PackedLayout.country) }
    var phone: UInt64 { number(PackedLayout.phone) }
    var nhsNumber: UInt64 { number(PackedLayout.nhsNumber) }
    var postcode: UInt64 { number(PackedLayout.postcode) }
    var previousPostcode: UInt64 { number(PackedLayout.previousPostcode) }
    var house: UInt64 { number(PackedLayout.house) }
    var flat: UInt64 { number(PackedLayout.flat) }
    var town: UInt64 { number(PackedLayout.town) }

    func length(_ slot: Int) -> Int { Int(number(PackedLayout.lengths + slot) as UInt8) }

    func text(_ slot: Int) -> Text {
        var offset = PackedLayout.texts
        for earlier in 0..<slot { offset += length(earlier) }
        let range = start + offset..<start + offset + length(slot)
        return UnsafeRawBufferPointer(rebasing: bytes[range]).assumingMemoryBound(to: UInt8.self)
    }

    var family: Text { text(PackedLayout.Slot.family) }
    var firstGiven: Text { text(PackedLayout.Slot.given.lowerBound) }
    var email: Text { text(PackedLayout.Slot.email) }
    var street: Text { text(PackedLayout.Slot.street) }
    var id: Text { text(PackedLayout.Slot.id) }

    /// The texts of some slots that are not empty, in their order.
    func texts(_ slots: Range<Int>) -> [Text] {
        slots.compactMap { length($0) > 0 ? text($0) : nil }
    }

    /// How many texts of the slots there are; they fill them from the first on.
    func count(_ slots: Range<Int>) -> Int {
        var count = 0
        for slot in slots where length(slot) > 0 { count += 1 }
        return count
    }

    func appendBytes(to other: inout [UInt8]) {
        other.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[start..<start + size]))
    }

    /// The bytes from the first to the last.
    var size: Int {
        var size = PackedLayout.texts
        for slot in 0..<PackedLayout.Slot.count { size += length(slot) }
        return size
    }
}

/// A packed birth date; see ``PackedLayout/birthDate``.
struct PackedDate: Hashable {
    let bits: UInt32

    var isKnown: Bool { bits != 0 }
    var year: Int { Int(bits >> 14) }
    var month: Int { Int(bits >> 7) & 127 }
    var day: Int { Int(bits) & 127 }
    var isWhole: Bool { day != 0 }
    var isFirstOfJanuary: Bool { month == 1 && day == 1 }

    init(bits: UInt32) {
        self.bits = bits
    }

    init(_ date: LinkageRecord.BirthDate?) {
        guard let date, (1...9999).contains(date.year) else {
            bits = 0
            return
        }
        let (month, day) = (date.month ?? 0, date.day ?? 0)
        bits = UInt32(date.year) << 14 | UInt32(min(max(month, 0), 99)) << 7 | UInt32(min(max(day, 0), 99))
    }
}
