import Foundation

/// Estimates m, and the share of pairs that are one person, from pairs of which nobody said which are.
///
/// Expectation: the probability of each combination of levels to be one person, by today's m, u and share. Maximisation:
/// m and share as these probabilities say. Each round raises the likelihood or leaves it (Dempster, Laird and Rubin
/// 1977). u is given and stays. Every block has a share of its own; m is one for all.
struct ExpectationMaximisation {
    let counts: ComparisonCounts
    /// By field and level.
    let u: [ComparisonField: [Double]]
    private(set) var m: [ComparisonField: [Double]]
    /// By block.
    private(set) var shares: [Double]
    /// Pairs of one person by field and level, expected after the last round.
    private(set) var observations: [ComparisonField: [Double]] = [:]
    /// log₂ likelihood after each round.
    private(set) var likelihoods: [Double] = []

    /// Counts added to each level, so that a level that was not seen is rare and not impossible.
    static let pseudocount = 0.5

    init(_ counts: ComparisonCounts, u: [ComparisonField: [Double]]) {
        self.counts = counts
        self.u = u
        shares = [Double](repeating: 0.9, count: counts.blockCount)
        m = u.mapValues { levels in
            // The most alike level is the likeliest at first.
            levels.indices.map { $0 == 0 ? 0.8 : 0.2 / Double(levels.count - 1) }
        }
    }

    /// Rounds until the likelihood gains less than a millionth of a bit per pair, at most 200.
    mutating func run() {
        let total = counts.rows.reduce(0) { $0 + $1.count }
        for _ in 0..<200 {
            step()
            guard likelihoods.count > 1 else { continue }
            if likelihoods[likelihoods.count - 1] - likelihoods[likelihoods.count - 2] < total * 1e-6 { return }
        }
    }

    mutating func step() {
        var expected = Flat(m.mapValues { [Double](repeating: 0, count: $0.count) })
        let ms = Flat(m)
        let us = Flat(u)
        var sums = [Double](repeating: 0, count: counts.blockCount)
        var totals = sums
        var likelihood = 0.0
        for (row, count) in counts.rows {
            let match = shares[row.block] * ms.product(row.levels)
            let other = (1 - shares[row.block]) * us.product(row.levels)
            let probability = match / (match + other)
            likelihood += count * log2(match + other)
            sums[row.block] += count * probability
            totals[row.block] += count
            expected.add(count * probability, row.levels)
        }
        likelihoods.append(likelihood)
        observations = expected.byField
        shares = zip(sums, totals).map { min(0.9999, max(0.0001, $0 / max($1, 1))) }
        m = observations.mapValues { counts in
            let total = counts.reduce(0) { $0 + $1 + Self.pseudocount }
            return counts.map { ($0 + Self.pseudocount) / total }
        }
    }
}

/// A number for each level, flat; levels that are not weighed have 1.
private struct Flat {
    private var values = [Double](repeating: 1, count: ComparisonField.allCases.count * 16)
    private let counts: [ComparisonField: Int]

    init(_ byField: [ComparisonField: [Double]]) {
        counts = byField.mapValues(\.count)
        for (field, levels) in byField {
            for (index, value) in levels.enumerated() { values[field.rawValue * 16 + index] = value }
        }
    }

    var byField: [ComparisonField: [Double]] {
        Dictionary(
            uniqueKeysWithValues: counts.map { field, count in
                (field, Array(values[field.rawValue * 16..<field.rawValue * 16 + count]))
            })
    }

    func product(_ levels: [UInt8]) -> Double {
        var product = 1.0
        for (field, level) in levels.enumerated() { product *= values[field * 16 + Int(level)] }
        return product
    }

    mutating func add(_ amount: Double, _ levels: [UInt8]) {
        for (field, level) in levels.enumerated() { values[field * 16 + Int(level)] += amount }
    }
}
