/// What is known of one pair of records.
public struct PairAssessment: Hashable, Sendable {
    public let grade: MatchGrade
    /// Evidence in bits, base-2 log-odds without the prior: higher is surer, 0 says nothing either way.
    public let score: Double
    /// The rule that speaks for the pair, or `nil` where none applies.
    public let rule: Rule?
    /// What forbids ``MatchGrade/certain``, in a fixed order.
    public let vetoes: [Veto]
    public let comparison: Comparison
    let context: PairContext

    /// What each comparison adds to ``score``.
    public var waterfall: Waterfall { EvidenceWeights.waterfall(comparison, context) }

    /// What agrees and what does not, in words for a nurse.
    ///
    /// Says which fields, never what they hold.
    public var reasons: [String] { comparison.reasons }

    /// The same pair with one veto more, and so no longer certain.
    func adding(_ veto: Veto) -> PairAssessment {
        PairAssessment(
            grade: min(grade, .probable), score: score, rule: rule, vetoes: vetoes + [veto], comparison: comparison,
            context: context)
    }
}

/// What is decided for one query of a batch.
public struct Decision: Hashable, Sendable {
    /// The ``LinkageRecord/id`` of the query.
    public let query: String
    /// The ``LinkageRecord/id`` of the best reference, or `nil` where no candidate is at least possible.
    public let reference: String?
    public let grade: MatchGrade
    /// See ``PairAssessment/score``; zero where there is no reference.
    public let score: Double
    public let rule: Rule?
    public let reasons: [String]
    public let vetoes: [Veto]
    /// The next best reference, where it is at least possible.
    public let runnerUp: RunnerUp?

    public struct RunnerUp: Hashable, Sendable {
        public let reference: String
        public let score: Double
    }
}

/// Two records of one list that may be the same person.
public struct DuplicateDecision: Hashable, Sendable {
    /// The smaller ``LinkageRecord/id`` of the two.
    public let first: String
    public let second: String
    public let grade: MatchGrade
    public let score: Double
    public let rule: Rule?
    public let reasons: [String]
    public let vetoes: [Veto]
}

extension Decision {
    init(query: NormalisedRecord, match: BestMatch?, references: [NormalisedRecord]) {
        self.query = query.id
        reference = match.map { references[$0.reference].id }
        grade = match?.assessment.grade ?? .certainlyNot
        score = match?.assessment.score ?? 0
        rule = match?.assessment.rule
        reasons = match?.assessment.reasons ?? []
        vetoes = match?.assessment.vetoes ?? []
        runnerUp = match?.runnerUp.map { RunnerUp(reference: references[$0.reference].id, score: $0.assessment.score) }
    }
}

extension DuplicateDecision {
    init(_ first: NormalisedRecord, _ second: NormalisedRecord, _ assessment: PairAssessment) {
        self.first = min(first.id, second.id)
        self.second = max(first.id, second.id)
        grade = assessment.grade
        score = assessment.score
        rule = assessment.rule
        reasons = assessment.reasons
        vetoes = assessment.vetoes
    }
}
