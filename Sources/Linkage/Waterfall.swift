/// How a score comes about: what each comparison adds or takes away, in bits.
///
/// Shown to whoever decides about a pair. The steps add up to the score of the assessment within 10⁻⁶.
public struct Waterfall: Hashable, Sendable, Codable {
    /// One comparison of the two records.
    public struct Step: Hashable, Sendable, Codable {
        /// What was compared, for example `birth date`.
        public let comparison: String
        /// How it came out, for example `exact`.
        public let level: String
        /// Evidence in bits, base-2 log-odds; negative against the pair.
        public let bits: Double

        public init(comparison: String, level: String, bits: Double) {
            self.comparison = comparison
            self.level = level
            self.bits = bits
        }
    }

    public let steps: [Step]

    public init(steps: [Step]) {
        self.steps = steps
    }

    /// The sum of the steps.
    public var bits: Double { steps.reduce(0) { $0 + $1.bits } }
}
