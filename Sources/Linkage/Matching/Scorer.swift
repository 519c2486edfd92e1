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

    init(_ model: MatchModel) {
        self.model = model
        weights = WeightTable(model)
        relativesPrior = log2(model.housemates)
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
        let sameGiven = comparison.givenName == .exact
        let sameFamily = comparison.familyName == .exact
        let givenU = model.levels[.givenName]?.first?.u ?? 1
        let familyU = model.levels[.familyName]?.first?.u ?? 1
        var bits = 0.0
        if sameGiven, sameFamily, let share = context.names.pairShare {
            bits = Self.rarity(share, of: givenU * familyU)
        } else if sameGiven, !sameFamily, let share = context.names.givenShare {
            bits = Self.rarity(share, of: givenU)
        } else if sameFamily, !sameGiven, let share = context.names.familyShare {
            bits = Self.rarity(share, of: familyU)
        }
        bits += street(context)
        return min(Self.largestTermFrequency, max(-Self.largestTermFrequency, bits))
    }

    /// No name is known to be rarer than a sixteenth of what is usual: who was not met may be met.
    private static func rarity(_ share: Double, of usual: Double) -> Double { log2(usual / max(share, usual / 16)) }

    /// A street name that hardly another street bears says more than "High Street".
    private func street(_ context: PairContext) -> Double {
        context.streetShare.map { log2(model.streetCollision / $0) } ?? 0
    }
}
