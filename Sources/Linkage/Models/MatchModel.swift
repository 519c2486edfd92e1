import Foundation

/// What a matcher knows: how often each level of each comparison occurs in two records of one person, and of two.
///
/// The model of Fellegi and Sunter (1969): a level that occurs with probability m among records of one person and u
/// among records of two people weighs log₂(m/u) bits, and the weights of the fields are added, as if the fields were
/// independent of one another. Beside strangers there is a third kind of pair: two people who live together share a
/// home, often a family name, sometimes a phone and a birth date, and are still two.
public struct MatchModel: Hashable, Sendable {
    public struct Level: Hashable, Sendable {
        /// The share of pairs of one person with this level, of those in which the field is known on both sides.
        public let m: Double
        /// The same of pairs of two people.
        public let u: Double
        /// The same of pairs of two people who live together, most of them relatives.
        public let r: Double
        /// How many pairs m was estimated from, as far as they are of one person; 0 of a level that was not trained.
        public let observations: Double

        public init(m: Double, u: Double, r: Double, observations: Double = 0) {
            self.m = m
            self.u = u
            self.r = r
            self.observations = observations
        }

        fileprivate var isSound: Bool { [m, u, r].allSatisfy { 0 < $0 && $0 <= 1 } }

        /// Base-2 log-odds: +1 doubles the odds of a match, −1 halves them.
        public var bits: Double { log2(m / u) }
    }

    /// For each field its weighed levels, in the order of ``ComparisonField/levels``.
    public let levels: [ComparisonField: [Level]]
    /// How many other people of a reference share a person's home.
    public let housemates: Double
    /// How probable it is that two addresses of the training's references are in streets of one name.
    public let streetCollision: Double
    /// Posterior log-odds in bits from which a pair is automatic where no veto applies.
    public let automatic: Double
    /// Posterior log-odds in bits from which a pair is shown to a steward.
    public let review: Double

    /// - Throws: ``ModelFault`` where a level is missing or is no probability.
    public init(
        levels: [ComparisonField: [Level]], housemates: Double, streetCollision: Double, automatic: Double,
        review: Double
    ) throws(ModelFault) {
        for field in ComparisonField.allCases {
            guard levels[field]?.count == field.weighedLevels.count else { throw .wrongLevels(field) }
            guard levels[field]?.allSatisfy(\.isSound) == true else { throw .noProbability(field) }
        }
        guard housemates > 0, 0 < streetCollision, streetCollision <= 1, review.isFinite, automatic.isFinite,
            review < automatic
        else { throw .wrongThresholds }
        self.levels = levels
        self.housemates = housemates
        self.streetCollision = streetCollision
        self.automatic = automatic
        self.review = review
    }

    /// Every level weighs nothing, and no score is enough.
    init() {
        levels = Dictionary(
            uniqueKeysWithValues: ComparisonField.allCases.map { field in
                (field, field.weighedLevels.map { _ in Level(m: 1, u: 1, r: 1) })
            })
        (housemates, streetCollision, automatic, review) = (1, 1, .infinity, .infinity)
    }

    /// The same weights with other thresholds.
    ///
    /// - Throws: ``ModelFault`` where they are not in order.
    public func with(automatic: Double, review: Double) throws(ModelFault) -> MatchModel {
        try MatchModel(
            levels: levels, housemates: housemates, streetCollision: streetCollision, automatic: automatic,
            review: review)
    }

    public func level(_ field: ComparisonField, _ index: Int) -> Level? {
        guard let levels = levels[field], levels.indices.contains(index) else { return nil }
        return levels[index]
    }
}

/// Why a text is no model.
public enum ModelFault: Error, Hashable, Sendable {
    case unreadable
    case otherVersion
    case unknownField
    case wrongLevels(ComparisonField)
    case noProbability(ComparisonField)
    case wrongThresholds
}
