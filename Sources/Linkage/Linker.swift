/// Matches records with a reference, and records of one list with one another: records in, decisions out.
///
/// The same records give the same decisions, in whatever order the references come. Nothing is assumed to be in the
/// reference: most false merges are of people who are not.
public struct Linker: Sendable {
    public let rules: DeterministicRules
    /// How common names are, or `nil` to count them in the references at hand.
    ///
    /// Pass it where these are only the candidates that a database found.
    public let frequencies: NameFrequencies?

    public init(rules: DeterministicRules = DeterministicRules(), frequencies: NameFrequencies? = nil) {
        self.rules = rules
        self.frequencies = frequencies
    }

    /// Compares two records, for a new record against the few candidates of its blocking keys.
    ///
    /// It cannot know whether others use the same phone; ``link(queries:references:)`` can.
    public func compare(_ first: NormalisedRecord, _ second: NormalisedRecord) -> PairAssessment {
        PairAssessor(rules: rules, frequencies: frequencies ?? NameFrequencies()).assess(first, second)
    }

    /// One decision per query, in their order.
    ///
    /// Memory grows with the queries and with the references that share a blocking key with one, not with all.
    public func link(
        queries: [NormalisedRecord], references: some Sequence<NormalisedRecord>
    ) -> [Decision] {
        let candidates = Candidates(queries: queries, references: references, countsNames: frequencies == nil)
        let assessor = PairAssessor(
            rules: rules, frequencies: frequencies ?? candidates.frequencies,
            lists: [queries, candidates.references])
        var matches = queries.indices.map { index in
            assessor.bestMatch(
                of: queries[index], among: candidates.references(sharingKeysWith: index), in: candidates.references)
        }
        assessor.contest(&matches, queries: queries)
        return zip(queries, matches).map { query, match in
            Decision(query: query, match: match, references: candidates.references)
        }
    }

    /// Like ``link(queries:references:)`` with normalised records.
    public func link(queries: [LinkageRecord], references: some Sequence<LinkageRecord>) -> [Decision] {
        link(queries: queries.map(Normaliser.normalise), references: references.lazy.map(Normaliser.normalise))
    }

    /// The pairs of records that are at least possibly one person, ordered by the ids of the two.
    ///
    /// A certain pair is only one whose other certain partners fit both of them.
    public func deduplicate(_ records: [NormalisedRecord]) -> [DuplicateDecision] {
        let assessor = PairAssessor(
            rules: rules, frequencies: frequencies ?? NameFrequencies(records), lists: [records])
        return assessor.duplicates(among: records)
            .map { DuplicateDecision(records[$0.first], records[$0.second], $0.assessment) }
            .sorted { ($0.first, $0.second) < ($1.first, $1.second) }
    }

    /// Like ``deduplicate(_:)`` with normalised records.
    public func deduplicate(_ records: [LinkageRecord]) -> [DuplicateDecision] {
        deduplicate(records.map(Normaliser.normalise))
    }
}
