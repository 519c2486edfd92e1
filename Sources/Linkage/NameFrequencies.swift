/// How common names are among the people of a reference.
///
/// A million people take about 40 MB. The order in which they were added makes no difference.
public struct NameFrequencies: Sendable {
    /// How many people were counted.
    public private(set) var size = 0
    private var given: [UInt64: Int32] = [:]
    private var family: [UInt64: Int32] = [:]
    private var pairs: [UInt64: Int32] = [:]

    /// People are born on about this many different days: fifty years of working age.
    ///
    /// Fewer would be careful, more would be wrong.
    private static let birthDates = 18_000.0

    /// Below this, a name that was not met may still be common.
    private static let smallestTellingSize = 10_000

    public init() {}

    public init(_ records: some Sequence<NormalisedRecord>) {
        for record in records { add(record) }
    }

    public mutating func add(_ record: NormalisedRecord) {
        size += 1
        guard let first = record.givenNames.first, !record.familyName.isEmpty else { return }
        given[Self.key(first), default: 0] += 1
        family[Self.key(record.familyName), default: 0] += 1
        pairs[Self.key(first, record.familyName), default: 0] += 1
    }

    /// How many *other* people with this record's given and family name and birth date to expect by chance, or `nil`
    /// where too few people were counted to tell.
    ///
    /// The greater of two estimates counts: people counted under the pair of names, and what the two names would give
    /// if they were independent. Namesakes of one community make the first the greater.
    public func expectedNamesakes(of record: NormalisedRecord) -> Double? {
        guard size >= Self.smallestTellingSize, let first = record.givenNames.first else { return nil }
        let met = Double(pairs[Self.key(first, record.familyName)] ?? 0)
        let givenCount = Double(given[Self.key(first)] ?? 0)
        let familyCount = Double(family[Self.key(record.familyName)] ?? 0)
        return max(met, givenCount * familyCount / Double(size), 1) / Self.birthDates
    }

    func expectedNamesakes(of first: NormalisedRecord, _ second: NormalisedRecord) -> Double? {
        guard let one = expectedNamesakes(of: first), let other = expectedNamesakes(of: second) else { return nil }
        return max(one, other)
    }

    /// Whether both given names are common enough to be names of their own, so that neither is a slip for the other.
    ///
    /// Where too few people were counted to tell, they are taken to be.
    func areEstablished(_ first: String, _ second: String) -> Bool {
        size < Self.smallestTellingSize || (isEstablished(first) && isEstablished(second))
    }

    private func isEstablished(_ givenName: String) -> Bool {
        Double(given[Self.key(givenName)] ?? 0) >= max(3, Double(size) / 20_000)
    }

    private static func key(_ names: String...) -> UInt64 {
        var hash = StableHash()
        for name in names { hash.combine(name) }
        return hash.finalize()
    }
}
