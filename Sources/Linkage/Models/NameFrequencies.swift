import Foundation

/// How common names are among the people of a reference.
///
/// The order in which they were added makes no difference.
public struct NameFrequencies: Sendable {
    /// How many people were counted.
    public private(set) var size = 0
    private var given = CountTable()
    private var family = CountTable()
    private var pairs = CountTable()
    private var streets = CountTable()
    private var streetCount = 0

    /// People are born on about this many different days: fifty years of working age.
    ///
    /// Fewer would be careful, more would be wrong.
    static let birthDates = 18_000.0

    /// Below this, a name that was not met may still be common.
    static let smallestTellingSize = 10_000

    public init() {}

    public init(_ records: some Sequence<NormalisedRecord>) {
        for record in records { record.withView { add($0) } }
    }

    public init(_ table: RecordTable) {
        table.withViews { views in
            for index in 0..<views.count { add(views[index]) }
        }
    }

    mutating func add(_ record: RecordView) {
        size += 1
        let street = record.street
        if !street.isEmpty {
            streets.add(StableHash.of(street))
            streetCount += 1
        }
        let (first, last) = (record.firstGiven, record.family)
        guard !first.isEmpty, !last.isEmpty else { return }
        let keys = (StableHash.of(first), StableHash.of(last))
        given.add(keys.0)
        family.add(keys.1)
        pairs.add(StableHash.of(keys.0, keys.1))
    }

    /// Adds what was counted in another part of the same reference.
    mutating func add(_ other: NameFrequencies) {
        size += other.size
        given.add(other.given)
        family.add(other.family)
        pairs.add(other.pairs)
        streets.add(other.streets)
        streetCount += other.streetCount
    }

    /// The counts of a record's given name, family name and the pair of both.
    func counts(of record: RecordView) -> NameCounts {
        let (first, last) = (record.firstGiven, record.family)
        let keys = (StableHash.of(first), StableHash.of(last))
        return NameCounts(
            given: first.isEmpty ? 0 : given[keys.0], family: last.isEmpty ? 0 : family[keys.1],
            pair: pairs[StableHash.of(keys.0, keys.1)], size: size)
    }

    /// The share of addresses in a street of this name; `nil` where too few were counted to tell.
    func share(ofStreet street: Text) -> Double? {
        guard streetCount >= Self.smallestTellingSize / 4, !street.isEmpty else { return nil }
        return Double(max(streets[StableHash.of(street)], 1)) / Double(streetCount)
    }

    /// How probable it is that two addresses are in streets of one name: the sum of the squared shares.
    var streetCollision: Double {
        let sum = streets.entries.reduce(0) { $0 + Double($1.1) * Double($1.1) }
        return streetCount == 0 ? 1 : sum / (Double(streetCount) * Double(streetCount))
    }

    /// Whether a given name is common enough to be a name of its own, so that it is no slip for another.
    ///
    /// Where too few people were counted to tell, it is taken to be.
    func isEstablished(_ givenName: Text) -> Bool {
        size < Self.smallestTellingSize || Double(given[StableHash.of(givenName)]) >= max(3, Double(size) / 20_000)
    }
}

/// How often the names of one record were counted.
struct NameCounts: Hashable, Sendable {
    var given: Int32 = 0
    var family: Int32 = 0
    var pair: Int32 = 0
    var size = 0

    /// How many *other* people of this given and family name to expect in the reference.
    ///
    /// The greater of two estimates counts: people counted under the pair of names, of whom the person sought may be
    /// one, and what the two names would give if they were independent. Namesakes of one community make the first the
    /// greater.
    private var namesakes: Double {
        let independent = size == 0 ? 0 : Double(given) * Double(family) / Double(size)
        return max(Double(pair) - 1, independent)
    }

    /// The same for vetoes: half a person more, since a name that was not met may be met.
    var expectedNamesakes: Double { namesakes + 0.5 }

    /// The greater counts of two records.
    func commoner(_ other: NameCounts) -> NameCounts {
        NameCounts(
            given: max(given, other.given), family: max(family, other.family), pair: max(pair, other.pair), size: size)
    }

    /// The share of people with the pair of names; `nil` where too few were counted to tell.
    var pairShare: Double? { share(namesakes) }
    var givenShare: Double? { share(max(Double(given), 1)) }
    var familyShare: Double? { share(max(Double(family), 1)) }

    /// From this many people on a common name is seen to be common.
    private static let smallestCountedSize = 1_000

    private func share(_ count: Double) -> Double? {
        size < Self.smallestCountedSize ? nil : min(1, count / Double(size))
    }
}
