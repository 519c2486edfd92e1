/// A record in the one form in which records are compared; see ``Normaliser``.
///
/// Its bytes are made to be stored beside the raw columns, so that a reference is normalised once.
public struct NormalisedRecord: Hashable, Sendable {
    /// The packed form, laid out by `PackedLayout`: 80 bytes and the texts.
    public let packed: [UInt8]

    init(packed: [UInt8]) {
        self.packed = packed
    }

    /// Takes bytes that were stored, or `nil` where they are no packed record of this version.
    public init?(stored bytes: [UInt8]) {
        guard bytes.withUnsafeBytes(Self.isPacked) else { return nil }
        packed = bytes
    }

    /// Whether the lengths of the texts add up to what is there.
    static func isPacked(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.count >= PackedLayout.texts && bytes.count == RecordView(bytes: bytes, at: 0).size
    }

    func withView<Result>(_ body: (RecordView) -> Result) -> Result {
        packed.withUnsafeBytes { body(RecordView(bytes: $0, at: 0)) }
    }

    public var id: String { withView { $0.id.string } }

    /// The tokens of the given names, lower-case Latin letters: `["mary", "anne"]`.
    public var givenNames: [String] { strings(PackedLayout.Slot.given) }

    /// The tokens of the middle names; an initial is a token of one letter.
    public var middleNames: [String] { strings(PackedLayout.Slot.middle) }

    /// The family name with its particles and parts joined: `delacruz`; empty for a mononym.
    public var familyName: String { withView { $0.family.string } }

    /// The parts of a family name of several words, three letters or longer; empty where it is one word.
    public var familyNameParts: [String] { strings(PackedLayout.Slot.familyPart) }

    /// Previous family names, each joined like ``familyName``.
    public var previousFamilyNames: [String] { strings(PackedLayout.Slot.previousFamily) }

    public var birthDate: LinkageRecord.BirthDate? {
        let date = withView { PackedDate(bits: $0.birthDate) }
        guard date.isKnown else { return nil }
        return LinkageRecord.BirthDate(
            year: date.year, month: date.month == 0 ? nil : date.month, day: date.day == 0 ? nil : date.day)
    }

    /// The first and the last number of the address line, so that the last one is the house: `["11", "53a"]`.
    public var houseNumbers: [String] {
        withView { [$0.flat, $0.house] }.filter { $0 != 0 }.map(PostcodeText.string)
    }

    /// Upper case, without space, look-alikes mended; empty where it cannot be a postcode.
    public var postcode: String { PostcodeText.string(withView { $0.postcode }) }
    public var previousPostcode: String { PostcodeText.string(withView { $0.previousPostcode }) }

    /// The last ten digits; empty where there are fewer, or where they are plainly made up.
    public var phone: String { Self.tenDigits(withView { $0.phone }) }

    /// Lower case; empty where there is no `@`.
    public var email: String { withView { $0.email.string } }

    /// Ten digits; empty where the text holds another count of digits.
    public var nhsNumber: String { Self.tenDigits(withView { $0.nhsNumber }) }

    private func strings(_ slots: Range<Int>) -> [String] {
        withView { view in view.texts(slots).map(\.string) }
    }

    static func tenDigits(_ number: UInt64) -> String {
        guard number != 0 else { return "" }
        let digits = String(number)
        return String(repeating: "0", count: 10 - digits.count) + digits
    }
}

extension NormalisedRecord: RedactedDescription {}
