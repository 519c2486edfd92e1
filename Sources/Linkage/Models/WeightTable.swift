import Foundation

/// The weights of a model, flat.
struct WeightTable {
    /// By field × 16 + level, in bits; "missing" weighs 0.
    private let bits: [Double]
    /// The same of relatives: log₂(r/m).
    private let relatives: [Double]

    init(_ model: MatchModel) {
        var bits = [Double](repeating: 0, count: ComparisonField.allCases.count * 16)
        var relatives = bits
        for field in ComparisonField.allCases {
            for (index, level) in (model.levels[field] ?? []).enumerated() {
                bits[field.rawValue * 16 + index] = level.bits
                relatives[field.rawValue * 16 + index] = log2(level.r / level.m)
            }
        }
        self.bits = bits
        self.relatives = relatives
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

    func bits(_ field: ComparisonField, of comparison: Comparison) -> Double {
        self[field, comparison.level(of: field)]
    }
}
