import Foundation

/// Adds up what a pair says; hot, so nothing is allocated.
struct Scorer {
    let model: MatchModel
    private let weights: WeightTable
    private let relativesPrior: Double

    /// Term frequency moves a score by no more than this many bits: linkage.md, 5.
    private static let largestTermFrequency = 18.0
    /// What a phone or an e-mail address that others use is worth at most: no more than living in one house.
    private static let sharedContact = 4.0

    /// - Parameters:
    ///   - model: what weighs.
    ///   - housemates: how many other people of the list share a person's home; the model's where nobody counted.
    init(_ model: MatchModel, housemates: Double? = nil) {
        self.model = model
        weights = WeightTable(model)
        relativesPrior = log2(housemates ?? model.housemates)
    }

    /// Posterior log-odds in bits, before vetoes.
    func score(_ comparison: Comparison, _ context: PairContext) -> Double {
        var bits = context.prior + termFrequency(comparison, context)
        for field in ComparisonField.allCases { bits += self.bits(field, comparison, context) }
        return bits + relatives(comparison, bits)
    }

    /// What is lost since the two may be relatives who live together.
    ///
    /// The odds are λm / (u + ρr), with λ the share of pairs that are one person and ρ of those that are relatives:
    /// −log₂(2^−bits + (ρ/λ)·r/m) instead of `bits`.
    func relatives(_ comparison: Comparison, _ bits: Double) -> Double {
        let relatives = relativesPrior + weights.relatives(comparison)
        return -log2(1 + exp2(min(bits + relatives, 500)))
    }

    func bits(_ field: ComparisonField, _ comparison: Comparison, _ context: PairContext) -> Double {
        let bits = weights.bits(field, of: comparison)
        switch field {
        case .phone where context.phoneIsShared: return min(bits, Self.sharedContact)
        case .email where context.emailIsShared: return min(bits, Self.sharedContact)
        case .givenName, .familyName, .middleName, .birthDate, .sex, .address, .phone, .email, .nhsNumber, .country:
            return bits
        }
    }

    /// What a rare name that agrees is worth more than a common one: log₂(u / share), Winkler 2000.
    ///
    /// The pair of names counts where both agree, since names of one community come together.
    func termFrequency(_ comparison: Comparison, _ context: PairContext) -> Double {
        let bits = names(comparison, context.names) + street(context) + place(comparison, context)
        return min(Self.largestTermFrequency, max(-Self.largestTermFrequency, bits))
    }

    private func names(_ comparison: Comparison, _ names: NameCounts) -> Double {
        let (given, family) = (weights.u(.givenName, of: comparison), weights.u(.familyName, of: comparison))
        switch (comparison.givenName == .exact, comparison.familyName == .exact) {
        case (true, true): return names.pairShare.map { Self.rarity($0, of: given * family) } ?? 0
        case (true, false): return names.givenShare.map { Self.rarity($0, of: given) } ?? 0
        case (false, true): return names.familyShare.map { Self.rarity($0, of: family) } ?? 0
        case (false, false): return comparison.givenName == .swapped ? exchanged(comparison, names) : 0
        }
    }

    /// Two people look as if names were exchanged where they are namesakes of whom one was typed so, or where one bears
    /// the names of the other the other way round.
    private func exchanged(_ comparison: Comparison, _ names: NameCounts) -> Double {
        guard let share = names.pairShare, let reverse = names.reversedPairShare else { return 0 }
        let slips = share * weights.m(.givenName, of: comparison)
        return Self.rarity(slips + reverse, of: weights.u(.givenName, of: comparison))
    }

    /// No name is known to be rarer than a sixteenth of what is usual: who was not met may be met.
    private static func rarity(_ share: Double, of usual: Double) -> Double { log2(usual / max(share, usual / 16)) }

    /// A street name that hardly another street bears says more than "High Street".
    private func street(_ context: PairContext) -> Double {
        context.streetShare.map { log2(model.streetCollision / $0) } ?? 0
    }

    /// In a list of one town the same town says nothing.
    ///
    /// log₂((m + s·m(moved)) / s) for a place that a share s lives in, since who moves may also move within it. A small
    /// place is worth no more than a usual one.
    private func place(_ comparison: Comparison, _ context: PairContext) -> Double {
        guard let share = context.placeShare else { return 0 }
        let (m, u) = (weights.m(.address, of: comparison), weights.u(.address, of: comparison))
        return min(0, log2((m + share * weights.movers) / share) - log2(m / u))
    }
}
