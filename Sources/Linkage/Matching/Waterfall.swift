/// What made up a score, step by step.
public struct Waterfall: Hashable, Sendable, Codable {
    public struct Step: Hashable, Sendable, Codable {
        /// The field, or "prior", "termFrequency", "veto".
        public let comparison: String
        public let level: String
        public let bits: Double

        public init(comparison: String, level: String, bits: Double) {
            self.comparison = comparison
            self.level = level
            self.bits = bits
        }
    }

    /// Prior and term frequency are steps too.
    public let steps: [Step]

    public init(steps: [Step]) {
        self.steps = steps
    }

    /// The sum of the steps.
    public var bits: Double { steps.reduce(0) { $0 + $1.bits } }
}

extension Waterfall {
    /// The steps of one pair: the prior, each field that both records know, term frequency, and what vetoes cost.
    init(_ pair: ScoredPair, _ scorer: Scorer) {
        var steps = [Step(comparison: "prior", level: "listSizes", bits: pair.context.prior)]
        for field in ComparisonField.allCases {
            let index = pair.comparison.level(of: field)
            guard index < field.weighedLevels.count else { continue }
            let level = field.levels[index]
            let bits = scorer.bits(field, pair.comparison, pair.context)
            steps.append(Step(comparison: field.name, level: level, bits: bits))
        }
        let frequency = scorer.termFrequency(pair.comparison, pair.context)
        if frequency != 0 { steps.append(Step(comparison: "termFrequency", level: "names", bits: frequency)) }
        let sum = steps.reduce(0) { $0 + $1.bits }
        steps.append(
            Step(comparison: "relatives", level: "liveTogether", bits: scorer.relatives(pair.comparison, sum)))
        if pair.clusterBits != 0 {
            steps.append(Step(comparison: "cluster", level: "thirdRecord", bits: pair.clusterBits))
        }
        if let first = pair.vetoes.list.first {
            let cost = pair.score(scorer.model) - pair.bits
            steps.append(Step(comparison: "veto", level: first.rawValue, bits: cost))
        }
        self.init(steps: steps)
    }
}

extension Waterfall {
    /// One line per step, `comparison level bits`: how it is kept.
    ///
    /// It names its levels, so that it can be read when those of the matcher are others. The bits have all their digits:
    /// they sum to the score.
    public var text: String {
        var text = ""
        for step in steps {
            if !text.isEmpty { text += "\n" }
            text += step.comparison
            text += " "
            text += step.level
            text += " "
            text += step.bits.description
        }
        return text
    }

    /// Reads what ``text`` wrote; `nil` for anything else.
    public init?(text: String) {
        var steps: [Step] = []
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count == 3, let bits = Double(words[2]) else { return nil }
            steps.append(Step(comparison: String(words[0]), level: String(words[1]), bits: bits))
        }
        self.init(steps: steps)
    }
}
