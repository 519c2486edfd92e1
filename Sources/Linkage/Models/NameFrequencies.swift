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
    /// Postcode districts and areas, and towns.
    private var places = CountTable()
    private var placeCount = 0

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
        addPlaces(record)
        let (first, last) = (record.firstGiven, record.family)
        guard !first.isEmpty, !last.isEmpty else { return }
        let keys = (StableHash.of(first), StableHash.of(last))
        given.add(keys.0)
        family.add(keys.1)
        pairs.add(StableHash.of(keys.0, keys.1))
    }

    private mutating func addPlaces(_ record: RecordView) {
        let keys = Place.keys(of: record)
        if keys.district != 0 { places.add(keys.district) }
        if keys.area != 0 { places.add(keys.area) }
        if keys.town != 0 { places.add(keys.town) }
        if keys.area != 0 || keys.town != 0 { placeCount += 1 }
    }

    /// Adds what was counted in another part of the same reference.
    mutating func add(_ other: NameFrequencies) {
        size += other.size
        given.add(other.given)
        family.add(other.family)
        pairs.add(other.pairs)
        streets.add(other.streets)
        streetCount += other.streetCount
        places.add(other.places)
        placeCount += other.placeCount
    }

    func write(to writer: inout CensusWriter) {
        for count in [size, streetCount, placeCount] { writer.write(count) }
        for table in [given, family, pairs, streets, places] { table.write(to: &writer) }
    }

    /// What ``write(to:)`` wrote, or `nil` of anything else.
    init?(_ reader: inout CensusReader) {
        guard let size = reader.read(as: Int.self), let streetCount = reader.read(as: Int.self),
            let placeCount = reader.read(as: Int.self), let given = CountTable(&reader),
            let family = CountTable(&reader),
            let pairs = CountTable(&reader), let streets = CountTable(&reader), let places = CountTable(&reader)
        else { return nil }
        (self.size, self.streetCount, self.placeCount) = (size, streetCount, placeCount)
        (self.given, self.family, self.pairs) = (given, family, pairs)
        (self.streets, self.places) = (streets, places)
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

    /// The share of people in the smallest place that both records name; `nil` where too few were counted to tell.
    func share(ofPlaceOf first: RecordView, _ second: RecordView) -> Double? {
        guard placeCount >= Self.smallestTellingSize / 4 else { return nil }
        let (one, other) = (Place.keys(of: first), Place.keys(of: second))
        var smallest: Int32?
        for (key, otherKey) in [(one.district, other.district), (one.area, other.area), (one.town, other.town)]
        where key != 0 && key == otherKey {
            smallest = min(smallest ?? .max, max(places[key], 1))
        }
        return smallest.map { Double($0) / Double(placeCount) }
    }

    /// How probable it is that two addresses are in streets of one name: the sum of the squared shares.
    var streetCollision: Double {
        let sum = streets.entries.reduce(0) { $0 + Double($1.1) * Double($1.1) }
        return streetCount == 0 ? 1 : sum / (Double(streetCount) * Double(streetCount))
    }

    /// Whether two given names are common enough to be names of their own, so that neither is a slip for the other.
    ///
    /// Where too few people were counted to tell, it is taken to be.
    func areEstablished(_ first: Text, _ second: Text) -> Bool {
        let (rarer, _) = givenCounts(first, second)
        return size < Self.smallestTellingSize || rarer >= max(3, Double(size) / 20_000)
    }

    /// Whether one given name may be a frequent slip for the other, which at least twenty times as many people bear.
    ///
    /// Respellings repeat themselves, so that a list as people type it holds some of them often.
    func mayBeFrequentSlip(_ first: Text, _ second: Text) -> Bool {
        let (rarer, commoner) = givenCounts(first, second)
        return size >= Self.smallestTellingSize && rarer * 20 <= commoner
    }

    private func givenCounts(_ first: Text, _ second: Text) -> (rarer: Double, commoner: Double) {
        let (one, other) = (Double(given[StableHash.of(first)]), Double(given[StableHash.of(second)]))
        return (min(one, other), max(one, other))
    }
}

/// How often the names of one record were counted.
struct NameCounts: Hashable, Sendable {
    var given: Int32 = 0
    var family: Int32 = 0
    var pair: Int32 = 0
    /// Of two records the smaller count of the pair: where names are exchanged, those who bear them that way round.
    var rarerPair: Int32 = 0
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
            given: max(given, other.given), family: max(family, other.family), pair: max(pair, other.pair),
            rarerPair: min(pair, other.pair), size: size)
    }

    /// The share of people with the pair of names; `nil` where too few were counted to tell.
    var pairShare: Double? { share(namesakes) }
    var reversedPairShare: Double? { share(Double(rarerPair)) }
    var givenShare: Double? { share(max(Double(given), 1)) }
    var familyShare: Double? { share(max(Double(family), 1)) }

    /// From this many people on a common name is seen to be common.
    private static let smallestCountedSize = 1_000

    private func share(_ count: Double) -> Double? {
        size < Self.smallestCountedSize ? nil : min(1, count / Double(size))
    }
}
