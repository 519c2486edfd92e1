/// What is known of one pair of records.
public struct PairAssessment: Hashable, Sendable {
    public let grade: MatchGrade
    /// Posterior log-odds in bits that the two are one person, less what a veto costs.
    public let score: Double
    /// What forbids ``MatchGrade/certain``, in a fixed order.
    public let vetoes: [Veto]
    private let pair: ScoredPair
    private let model: MatchModel

    public var comparison: Comparison { pair.comparison }

    /// What the score is made of; worked out when asked for, since of most pairs nobody asks.
    public var waterfall: Waterfall { Waterfall(pair, Scorer(model)) }

    /// What agrees and what does not, in words for a nurse.
    ///
    /// Says which fields, never what they hold.
    public var reasons: [String] { comparison.reasons }

    init(_ pair: ScoredPair, _ scorer: Scorer) {
        grade = pair.grade(scorer.model)
        score = pair.score(scorer.model)
        vetoes = pair.vetoes.list
        self.pair = pair.withoutPlaces
        model = scorer.model
    }
}

/// What is decided for one query of a batch.
public struct Decision: Hashable, Sendable {
    /// The ``LinkageRecord/id`` of the query.
    public let query: String
    /// The ``LinkageRecord/id`` of the best reference, or `nil` where no candidate is at least possible.
    public let reference: String?
    /// Of the best reference.
    public let assessment: PairAssessment?
    /// The next best reference, where it is at least possible.
    public let runnerUp: RunnerUp?

    public var grade: MatchGrade { assessment?.grade ?? .certainlyNot }
    /// See ``PairAssessment/score``; zero where there is no reference.
    public var score: Double { assessment?.score ?? 0 }
    public var reasons: [String] { assessment?.reasons ?? [] }
    public var vetoes: [Veto] { assessment?.vetoes ?? [] }
    public var waterfall: Waterfall? { assessment?.waterfall }

    public struct RunnerUp: Hashable, Sendable {
        public let reference: String
        public let score: Double
        /// How many bits it is behind the best one, before vetoes: what ``Veto/runnerUp`` is decided by.
        public let margin: Double
    }
}

/// Two records of one list that may be the same person.
public struct DuplicateDecision: Hashable, Sendable {
    /// The smaller ``LinkageRecord/id`` of the two.
    public let first: String
    public let second: String
    public let assessment: PairAssessment

    public var grade: MatchGrade { assessment.grade }
    public var score: Double { assessment.score }
    public var reasons: [String] { assessment.reasons }
    public var vetoes: [Veto] { assessment.vetoes }
    public var waterfall: Waterfall { assessment.waterfall }
}
