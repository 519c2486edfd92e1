import Foundation

/// The weights of a model, flat.
struct WeightTable {
    /// By field × 16 + level, in bits; "missing" weighs 0.
    private let bits: [Double]
    /// The same of relatives: log₂(r/m).
    private let relatives: [Double]
    /// By field × 16 + level, the shares m and u themselves; 1 where nothing is weighed.
    private let m: [Double]
    private let u: [Double]

    init(_ model: MatchModel) {
        var bits = [Double](repeating: 0, count: ComparisonField.allCases.count * 16)
        var relatives = bits
        var (m, u) = (bits.map { _ in 1.0 }, bits.map { _ in 1.0 })
        for field in ComparisonField.allCases {
            for (index, level) in (model.levels[field] ?? []).enumerated() {
                bits[field.rawValue * 16 + index] = level.bits
                relatives[field.rawValue * 16 + index] = log2(level.r / level.m)
                (m[field.rawValue * 16 + index], u[field.rawValue * 16 + index]) = (level.m, level.u)
            }
        }
        self.bits = bits
        self.relatives = relatives
        (self.m, self.u) = (m, u)
    }

    subscript(field: ComparisonField, level: Int) -> Double { bits[field.rawValue * 16 + level] }

    /// How much more the comparison looks like two relatives than like one person, in bits.
    func relatives(_ comparison: Comparison) -> Double {
        var bits = 0.0
        for field in ComparisonField.allCases {
            bits += relatives[field.rawValue * 16 + comparison.level(of: field)]
        }
        return bits
    }

    /// The share of the comparison's level among pairs of one person.
    func m(_ field: ComparisonField, of comparison: Comparison) -> Double {
        m[field.rawValue * 16 + comparison.level(of: field)]
    }

    /// The same of pairs of two people.
    func u(_ field: ComparisonField, of comparison: Comparison) -> Double {
        u[field.rawValue * 16 + comparison.level(of: field)]
    }

    /// The share of another address among pairs of one person: those who moved.
    var movers: Double { m[ComparisonField.address.rawValue * 16 + Int(Comparison.Address.different.rawValue)] }

    func bits(_ field: ComparisonField, of comparison: Comparison) -> Double {
        self[field, comparison.level(of: field)]
    }
}
