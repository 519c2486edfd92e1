import Foundation

/// Assesses pairs with what the lists say about them.
struct PairAssessor {
    let scorer: Scorer
    let frequencies: NameFrequencies
    let prior: Double

    /// Nobody assumes a smaller population: in a short list of candidates a namesake is as likely as in the whole.
    static let smallestPopulation = 10_000
    /// Of a list of which only candidates are at hand, where nobody counted the whole.
    static let unknownPopulation = 1_000_000

    /// - Parameters:
    ///   - model: what weighs.
    ///   - frequencies: how common names are.
    ///   - size: how many records each one is compared with.
    ///   - share: how many of the records have their person among these, or their duplicate.
    ///   - housemates: how many others of the list share a person's home, where they were counted.
    init(_ model: MatchModel, _ frequencies: NameFrequencies, size: Int, share: Double, housemates: Double? = nil) {
        scorer = Scorer(model, housemates: housemates)
        self.frequencies = frequencies
        prior = log2(share / Double(max(size, Self.smallestPopulation)))
    }

    func context(
        of first: RecordView, _ second: RecordView, _ comparison: Comparison, names: NameCounts,
        phoneIsShared: Bool, emailIsShared: Bool
    ) -> PairContext {
        var context = PairContext()
        context.prior = prior
        context.status = first.status.union(second.status)
        context.phoneIsShared = comparison.phone == .same && phoneIsShared
        context.emailIsShared = comparison.email == .same && emailIsShared
        // Names that are not the same on both sides count as the commoner ones.
        let areSame = comparison.givenName == .exact && comparison.familyName == .exact
        context.names = areSame ? names : names.commoner(frequencies.counts(of: second))
        if comparison.address == .streetAndHouse || comparison.address == .street {
            let shares = (frequencies.share(ofStreet: first.street), frequencies.share(ofStreet: second.street))
            if let one = shares.0, let other = shares.1 { context.streetShare = max(one, other) }
        }
        if comparison.address == .district || comparison.address == .area {
            context.placeShare = frequencies.share(ofPlaceOf: first, second)
        }
        if comparison.givenName == .close || comparison.givenName == .similar {
            context.givenNamesAreEstablished = frequencies.areEstablished(first.firstGiven, second.firstGiven)
            context.givenNameMayBeSlip = frequencies.mayBeFrequentSlip(first.firstGiven, second.firstGiven)
        }
        return context
    }

    func assess(_ first: RecordView, _ second: RecordView) -> ScoredPair {
        let comparison = Comparison(first, second)
        let context = context(
            of: first, second, comparison, names: frequencies.counts(of: first), phoneIsShared: false,
            emailIsShared: false)
        return ScoredPair(comparison, context, scorer)
    }
}

/// A pair with its score: small, since there are many.
struct ScoredPair: Hashable, Sendable {
    var first: Int32 = 0
    var second: Int32 = 0
    let comparison: Comparison
    let context: PairContext
    /// Posterior log-odds in bits, before vetoes.
    private(set) var bits: Double
    /// What other records of the same person add to that.
    private(set) var clusterBits = 0.0
    var vetoes: Vetoes

    init(_ comparison: Comparison, _ context: PairContext, _ scorer: Scorer) {
        self.comparison = comparison
        self.context = context
        bits = scorer.score(comparison, context)
        vetoes = Evidence(comparison: comparison, context: context).vetoes
    }

    /// Raises the score to what a third record says, which is most probably of the same person as both.
    mutating func raise(to other: Double) {
        clusterBits += other - bits
        bits = other
    }

    /// The same pair wherever its records stand in their lists.
    var withoutPlaces: ScoredPair {
        var pair = self
        (pair.first, pair.second) = (0, 0)
        return pair
    }

    /// The score that is stored, after vetoes.
    func score(_ model: MatchModel) -> Double { model.score(bits, isVetoed: !vetoes.isEmpty) }

    func grade(_ model: MatchModel) -> MatchGrade {
        if bits >= model.automatic, vetoes.isEmpty { return .certain }
        if score(model) >= model.review { return .probable }
        return bits >= model.possible ? .possible : .certainlyNot
    }
}

extension MatchModel {
    /// From this many bits a pair is possible: nobody is asked, but an outside scorer sees how it ranks.
    var possible: Double { review - 15 }

    /// A vetoed pair ranks below every automatic one: the veto costs this much, and what the pair had above the threshold
    /// counts half, up to a bit below the threshold.
    private static let vetoCost = 6.0

    func score(_ bits: Double, isVetoed: Bool) -> Double {
        guard isVetoed else { return bits }
        let excess = max(0, bits - automatic)
        return min(bits, automatic) - Self.vetoCost + min(Self.vetoCost - 1, excess / 2) + min(0.9, excess / 100)
    }
}
