/// One record as bytes that lie elsewhere: what a file's row or a ``LinkageRecord`` is before it is normalised.
///
/// An empty text is unknown.
public struct RawRecord {
    public var id = Text(start: nil, count: 0)
    public var givenNames = Text(start: nil, count: 0)
    public var middleNames = Text(start: nil, count: 0)
    public var familyName = Text(start: nil, count: 0)
    /// Separated by semicolons.
    public var previousFamilyNames = Text(start: nil, count: 0)
    public var birthDate: LinkageRecord.BirthDate?
    public var sex: LinkageRecord.Sex?
    public var addressLine = Text(start: nil, count: 0)
    public var town = Text(start: nil, count: 0)
    public var postcode = Text(start: nil, count: 0)
    public var previousPostcode = Text(start: nil, count: 0)
    public var phone = Text(start: nil, count: 0)
    public var email = Text(start: nil, count: 0)
    public var nhsNumber = Text(start: nil, count: 0)
    public var countryOfBirth = Text(start: nil, count: 0)
    public var status: LinkageRecord.Status = []

    public init() {}
}

extension LinkageRecord {
    /// Gives the record as bytes.
    func withRaw<Result>(_ body: (RawRecord) -> Result) -> Result {
        let texts = [
            id, givenNames, middleNames, familyName, previousFamilyNames.joined(separator: ";"), addressLine, town,
            postcode, previousPostcode, phone, email, nhsNumber, countryOfBirth,
        ]
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256)
        let ranges = texts.map { text in
            let start = bytes.count
            bytes.append(contentsOf: text.utf8)
            return start..<bytes.count
        }
        return bytes.withUnsafeBufferPointer { all in
            body(raw(ranges.map { Text(rebasing: all[$0]) }))
        }
    }

    private func raw(_ texts: [Text]) -> RawRecord {
        var raw = RawRecord()
        raw.id = texts[0]
        raw.givenNames = texts[1]
        raw.middleNames = texts[2]
        raw.familyName = texts[3]
        raw.previousFamilyNames = texts[4]
        raw.addressLine = texts[5]
        raw.town = texts[6]
        raw.postcode = texts[7]
        raw.previousPostcode = texts[8]
        raw.phone = texts[9]
        raw.email = texts[10]
        raw.nhsNumber = texts[11]
        raw.countryOfBirth = texts[12]
        raw.birthDate = birthDate
        raw.sex = sex
        raw.status = status
        return raw
    }
}
