/// Counts who lives with whom in one list, and is plainly somebody else: with another given name and birth date.
///
/// Exact and independent of the order: with C the pairs that agree in some fields, the housemates are C(home) −
/// C(home, name) − C(home, birth date) + C(home, name, birth date).
struct Housemates {
    private var homes = CountTable()
    private var names = CountTable()
    private var dates = CountTable()
    private var both = CountTable()
    private var count = 0

    /// A list of fewer homes says little.
    private static let smallestTellingSize = 1_000
    /// As in training.
    private static let fewest = 0.01

    init(_ table: RecordTable) {
        table.withViews { views in
            for index in 0..<views.count { add(views[index]) }
        }
    }

    private mutating func add(_ record: RecordView) {
        guard let home = TrainingBlock.home.key(record) else { return }
        let (name, date) = (StableHash.of(record.firstGiven), UInt64(record.birthDate))
        count += 1
        homes.add(home)
        names.add(StableHash.of(home, name))
        dates.add(StableHash.of(home, date))
        both.add(StableHash.of(home, name, date))
    }

    /// How many other people of the list share a person's home; `nil` where too few homes are known to tell.
    var perPerson: Double? {
        guard count >= Self.smallestTellingSize else { return nil }
        let pairs = Self.pairs(homes) - Self.pairs(names) - Self.pairs(dates) + Self.pairs(both)
        return max(2 * pairs / Double(count), Self.fewest)
    }

    private static func pairs(_ table: CountTable) -> Double {
        table.entries.reduce(0) { $0 + Double($1.1) * Double($1.1 - 1) / 2 }
    }
}
