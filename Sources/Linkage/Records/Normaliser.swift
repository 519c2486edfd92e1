/// Brings records into the one form in which they are compared.
///
/// Pure and without options, so that what was normalised years ago and stored compares with what is normalised today.
public struct Normaliser: Sendable {
    /// Raised whenever the same record would come out differently: stored records of an older version are then stale.
    public static let version = 2

    private var packer = RecordPacker()
    private var tokens = NameTokens()

    public init() {}

    public static func normalise(_ record: LinkageRecord) -> NormalisedRecord {
        var normaliser = Normaliser()
        return NormalisedRecord(packed: record.withRaw { normaliser.pack($0) })
    }

    /// One record in its packed form.
    ///
    /// Use one normaliser for many records: its buffers are kept.
    mutating func pack(_ raw: RawRecord) -> [UInt8] {
        var bytes: [UInt8] = []
        append(raw, to: &bytes)
        return bytes
    }

    /// Adds the packed form of a record.
    mutating func append(_ raw: RawRecord, to bytes: inout [UInt8]) {
        packer.begin()
        packer.birthDate = PackedDate(raw.birthDate).bits
        packer.sex = raw.sex.map { $0 == .female ? 1 : 2 } ?? 0
        packer.status = raw.status.rawValue
        packer.country = Self.country(raw.countryOfBirth)
        packer.phone = Self.phone(raw.phone)
        packer.nhsNumber = Self.number(raw.nhsNumber, isLongOK: false)
        packer.postcode = PostcodeText.pack(raw.postcode)
        packer.previousPostcode = PostcodeText.pack(raw.previousPostcode)
        addNames(raw)
        addTown(raw.town)
        let address = AddressText(raw.addressLine)
        packer.house = address.house
        packer.flat = address.flat
        packer.add(address.street, to: PackedLayout.Slot.street)
        addEmail(raw.email)
        packer.add(raw.id, to: PackedLayout.Slot.id)
        packer.finish(into: &bytes)
    }

    // MARK: Names

    private mutating func addNames(_ raw: RawRecord) {
        tokens.read(raw.givenNames)
        addTokens(to: PackedLayout.Slot.given, after: beginsWithTitle ? 1 : 0)
        tokens.read(raw.middleNames)
        addTokens(to: PackedLayout.Slot.middle, after: 0)
        tokens.read(raw.familyName)
        packer.add(tokens.bytes, 0..<tokens.bytes.count, to: PackedLayout.Slot.family)
        if tokens.count > 1 { addTokens(to: PackedLayout.Slot.familyPart, after: 0, longerThan: 2) }
        addPrevious(raw.previousFamilyNames)
    }

    private mutating func addTokens(to slots: Range<Int>, after first: Int, longerThan length: Int = 0) {
        var slot = slots.lowerBound
        for index in first..<max(first, tokens.count) where slot < slots.upperBound {
            let range = tokens.range(index)
            guard range.count > length, length == 0 || !Self.isParticle(tokens.bytes[range]) else { continue }
            packer.add(tokens.bytes, range, to: slot)
            slot += 1
        }
    }

    /// Words that many family names begin with, which say nothing by themselves.
    private static let particles =
        "dela delos del della der den van von las los dos das san santa bin ibn abu mac".split(separator: " ")
        .map { Array($0.utf8) }

    private static func isParticle(_ word: ArraySlice<UInt8>) -> Bool {
        particles.contains { $0.elementsEqual(word) }
    }

    private mutating func addPrevious(_ text: Text) {
        guard !text.isEmpty else { return }
        var slot = PackedLayout.Slot.previousFamily.lowerBound
        for name in text.split(separator: UInt8(ascii: ";")) where slot < PackedLayout.Slot.previousFamily.upperBound {
            tokens.read(Text(rebasing: name))
            guard tokens.count > 0 else { continue }
            packer.add(tokens.bytes, 0..<tokens.bytes.count, to: slot)
            slot += 1
        }
    }

    private static let titles = ["mr", "mrs", "ms", "miss", "dr"].map { Array($0.utf8) }

    private var beginsWithTitle: Bool {
        guard tokens.count > 1, tokens.ends[0] <= 4 else { return false }
        return Self.titles.contains { $0.elementsEqual(tokens.bytes[..<tokens.ends[0]]) }
    }

    private mutating func addTown(_ text: Text) {
        guard !text.isEmpty else { return }
        tokens.read(text)
        packer.town = tokens.count == 0 ? 0 : tokens.bytes.withUnsafeBufferPointer { StableHash.of($0) }
    }

    // MARK: Numbers and addresses

    /// The last ten digits: they are the same with and without a trunk zero or a country code; 0 where they are plainly
    /// made up.
    private static func phone(_ text: Text) -> UInt64 {
        let number = number(text, isLongOK: true)
        var digits: UInt16 = 0
        var rest = number
        for _ in 0..<10 {
            digits |= 1 << UInt16(rest % 10)
            rest /= 10
        }
        return digits.nonzeroBitCount > 2 ? number : 0
    }

    /// The last ten digits of a text as a number; 0 where there are fewer, or more and that is not allowed.
    private static func number(_ text: Text, isLongOK: Bool) -> UInt64 {
        var number: UInt64 = 0
        var count = 0
        for byte in text where byte.isDigit {
            number = (number * 10 + UInt64(byte - 0x30)) % 10_000_000_000  // ten digits: not an NHS number
            count += 1
        }
        return count == 10 || (isLongOK && count > 10) ? number : 0
    }

    private static func country(_ text: Text) -> UInt16 {
        guard text.count == 2, text[0].isLetter, text[1].isLetter else { return 0 }
        return UInt16(text[0].lowerCased) | UInt16(text[1].lowerCased) << 8
    }

    private mutating func addEmail(_ text: Text) {
        guard text.contains(UInt8(ascii: "@")) else { return }
        packer.add(text.lazy.filter { $0 > 0x20 }.map(\.lowerCased), to: PackedLayout.Slot.email)
    }
}
