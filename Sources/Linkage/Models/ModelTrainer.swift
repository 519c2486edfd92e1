import Foundation

/// Makes a model from one or several pairs of lists, of which nobody says which records are one person.
///
/// m comes from pairs that share a phone, and pairs that share an e-mail address: they are nearly all one person, and
/// leave every level of names, birth date and address to be seen; and from pairs that share a home, or names and birth
/// date, for lists without phones. u comes from pairs drawn at random, and for names from
/// their frequencies.
public struct ModelTrainer: Sendable {
    /// Fields that a model needs and that cannot be learned from pairs without labels: they are taken over.
    public let kept: Set<ComparisonField>
    public let base: MatchModel
    private var rows: [ComparisonCounts.Row: Double] = [:]
    private var blockCount = 0
    /// Pairs of one reference who live together.
    private var together: [ComparisonField: [Double]] = [:]
    private var togetherCount = 0.0
    private var referenceCount = 0.0
    private var streets = NameFrequencies()
    private var random: [ComparisonField: [Double]]

    /// A level that fewer expected pairs of one person than this were seen with is not estimated.
    public static let fewestObservations = 2.0
    /// Pairs drawn from each pair of lists.
    static let randomPairs = 2_000_000
    /// A phone or a home that more references than this share is a company's.
    static let largestBlock = 20

    public init(base: MatchModel, keeping kept: Set<ComparisonField>) {
        self.base = base
        self.kept = kept
        random = Dictionary(
            uniqueKeysWithValues: ComparisonField.allCases.map {
                ($0, [Double](repeating: 0, count: $0.weighedLevels.count))
            })
        together = random
    }

    // MARK: Reading

    /// Learns from a list and its reference.
    ///
    /// - Parameters:
    ///   - queries: the list.
    ///   - references: everybody among whom its people are looked for, each once.
    ///   - weight: what one pair counts beside those of other lists.
    ///   - seed: of the pairs that are drawn.
    public mutating func add(queries: RecordTable, references: RecordTable, weight: Double = 1, seed: UInt64) {
        streets.add(NameFrequencies(references))
        queries.withViews { queries in
            references.withViews { references in
                for block in TrainingBlock.allCases { addPairs(block, weight, queries, references) }
                addPairsTogether(references, weight)
                addRandomPairs(queries, references, weight: weight, seed: seed)
            }
        }
        blockCount += TrainingBlock.allCases.count
    }

    private mutating func addPairs(
        _ block: TrainingBlock, _ weight: Double, _ queries: RecordViews, _ references: RecordViews
    ) {
        var holders: [UInt64: [Int]] = [:]
        for index in 0..<references.count {
            if let key = block.key(references[index]) { holders[key, default: []].append(index) }
        }
        for index in 0..<queries.count {
            guard let key = block.key(queries[index]), let found = holders[key], found.count <= Self.largestBlock
            else { continue }
            for reference in found where !queries[index].id.equals(references[reference].id) {
                let levels = Comparison(queries[index], references[reference]).levels(without: block.fields)
                rows[.init(levels: levels, block: blockCount + block.rawValue), default: 0] += weight
            }
        }
    }

    /// A reference holds everybody once, so that two of its people in one home are two people.
    private mutating func addPairsTogether(_ references: RecordViews, _ weight: Double) {
        var homes: [UInt64: [Int]] = [:]
        for index in 0..<references.count {
            if let key = TrainingBlock.home.key(references[index]) { homes[key, default: []].append(index) }
        }
        referenceCount += Double(references.count) * weight
        for people in homes.values where people.count <= Self.largestBlock {
            for (index, one) in people.enumerated() {
                for other in people[..<index] {
                    togetherCount += weight
                    let comparison = Comparison(references[one], references[other])
                    for field in ComparisonField.allCases {
                        let level = comparison.level(of: field)
                        if level < field.weighedLevels.count { together[field]?[level] += weight }
                    }
                }
            }
        }
    }

    private mutating func addRandomPairs(
        _ queries: RecordViews, _ references: RecordViews, weight: Double, seed: UInt64
    ) {
        guard queries.count > 0, references.count > 0 else { return }
        var state = seed
        let widths = ComparisonField.allCases.map(\.weighedLevels.count)
        var counts = [Double](repeating: 0, count: widths.count * 16)
        for _ in 0..<Self.randomPairs {
            let query = queries[Self.draw(below: queries.count, &state)]
            let comparison = Comparison(query, references[Self.draw(below: references.count, &state)])
            for field in ComparisonField.allCases {
                let level = comparison.level(of: field)
                if level < widths[field.rawValue] { counts[field.rawValue * 16 + level] += weight }
            }
        }
        for field in ComparisonField.allCases {
            for level in 0..<widths[field.rawValue] { random[field]?[level] += counts[field.rawValue * 16 + level] }
        }
    }

    /// SplitMix64: the same pairs for the same seed.
    private static func draw(below count: Int, _ state: inout UInt64) -> Int {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return Int((value ^ (value >> 31)) % UInt64(count))
    }

    // MARK: The model

    /// What was learned.
    ///
    /// - Throws: ``TrainingFault`` where a level was seen too rarely.
    public func train() throws -> MatchModel {
        var learned = expectationMaximisation
        learned.run()
        var levels: [ComparisonField: [MatchModel.Level]] = [:]
        var rare: [TrainingFault.Level] = []
        for field in ComparisonField.allCases {
            guard !kept.contains(field) else {
                levels[field] = base.levels[field]
                continue
            }
            levels[field] = field.weighedLevels.indices.map { index in
                let seen = learned.observations[field]?[index] ?? 0
                if seen < Self.fewestObservations {
                    rare.append(.init(field: field, level: field.levels[index], seen: seen))
                }
                let m = learned.m[field]?[index] ?? 0
                return MatchModel.Level(
                    m: m, u: learned.u[field]?[index] ?? 1, r: shareTogether(field, index, m: m), observations: seen)
            }
        }
        guard rare.isEmpty else { throw TrainingFault(levels: rare) }
        return try MatchModel(
            levels: levels, housemates: max(2 * togetherCount / max(referenceCount, 1), 0.01),
            streetCollision: streets.streetCollision, automatic: base.automatic, review: base.review)
    }

    /// Relatives share a home as long as either's address is right, which is as often as one person's two addresses.
    private func shareTogether(_ field: ComparisonField, _ level: Int, m: Double) -> Double {
        guard field != .address, let counts = together[field] else { return m }
        let share = (counts[level] + 0.5) / counts.reduce(Double(counts.count) / 2, +)
        return level == 0 ? max(share, Self.smallestShareTogether(field)) : share
    }

    /// Couples and families share a phone and sometimes an e-mail address, more rarely in a reference than in life.
    ///
    /// A patient registers with a phone of their own, which a reference of a few thousand shows as never shared; a
    /// manager is given a relative's. Set by hand: one in fifty and one in two hundred.
    private static func smallestShareTogether(_ field: ComparisonField) -> Double {
        switch field {
        case .phone: 0.02
        case .email: 0.005
        case .givenName, .familyName, .middleName, .birthDate, .sex, .address, .nhsNumber, .country: 0
        }
    }

    var expectationMaximisation: ExpectationMaximisation {
        ExpectationMaximisation(ComparisonCounts(rows), u: randomShares)
    }

    private var randomShares: [ComparisonField: [Double]] {
        Dictionary(
            uniqueKeysWithValues: random.map { field, counts in
                let total = counts.reduce(0, +) + 1
                return (field, counts.map { max(Self.smallestU(field), ($0 + 0.5) / total) })
            })
    }

    /// Pairs that are compared at all are alike in something.
    ///
    /// Relatives share a home, a surname and a phone together, so that fields are less independent than random pairs
    /// say. No level is taken to be rarer among them than this.
    private static func smallestU(_ field: ComparisonField) -> Double {
        switch field {
        case .phone, .email, .address, .nhsNumber: 1e-4
        case .givenName, .familyName, .middleName, .birthDate, .sex, .country: 1e-6
        }
    }
}

/// Levels that were seen too rarely to be estimated.
public struct TrainingFault: Error, Hashable, Sendable {
    public struct Level: Hashable, Sendable {
        public let field: ComparisonField
        public let level: String
        public let seen: Double
    }

    public let levels: [Level]
}
