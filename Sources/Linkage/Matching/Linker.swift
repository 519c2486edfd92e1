/// Matches records with a reference, and records of one list with one another: records in, decisions out.
///
/// The same records and model give the same decisions, in whatever order the references come and whoever does the work.
/// Nothing is assumed to be in the reference: most false merges are of people who are not.
public struct Linker: Sendable {
    public let model: MatchModel
    /// How common names are, or `nil` to count them in the references at hand.
    ///
    /// Pass it where these are only the candidates that a database found; an empty one says that nothing is known.
    public let frequencies: NameFrequencies?
    public let workers: any Workers

    /// A reference that scores within this many bits of the best one is as plausible.
    public static let smallestMargin = 6.0

    /// How many queries have their person in a reference: seven of eight, since most people have a number.
    static let shareInReference = 0.85
    /// How many records of a list are of a person who is there twice.
    static let shareOfDuplicates = 0.05

    public init(model: MatchModel = .standard, frequencies: NameFrequencies? = nil, workers: any Workers = .serial) {
        self.model = model
        self.frequencies = frequencies
        self.workers = workers
    }

    /// Compares two records, for a new record against the few candidates of its blocking keys.
    ///
    /// It cannot know whether others use the same phone; ``link(queries:references:)`` can.
    public func compare(_ first: NormalisedRecord, _ second: NormalisedRecord) -> PairAssessment {
        let known = frequencies ?? NameFrequencies()
        let assessor = PairAssessor(model, known, size: population(known), share: Self.shareInReference)
        return PairAssessment(first.withView { one in second.withView { assessor.assess(one, $0) } }, assessor.scorer)
    }

    // MARK: Linking

    /// One match per query, in their order.
    func matches(
        _ index: QueryIndex, _ scan: ReferenceScan, leavingOut excluded: [Set<UInt64>] = []
    ) -> (matches: [BestMatch?], finder: BestMatchFinder) {
        let candidates = Candidates(index, scan, frequencies: frequencies)
        let size = frequencies.map { max(population($0), scan.size) } ?? scan.size
        let assessor = PairAssessor(model, candidates.frequencies, size: size, share: Self.shareInReference)
        let finder = BestMatchFinder(assessor: assessor, candidates: candidates, excluded: excluded)
        var matches = Array(workers.mapParts(of: index.queries.count) { finder.matches($0) }.joined())
        finder.contest(&matches)
        return (matches, finder)
    }

    /// One decision per query, in their order.
    ///
    /// Memory grows with the queries and with the references that share a blocking key with one, not with all.
    ///
    /// - Parameters:
    ///   - index: the queries.
    ///   - scan: the references that share a blocking key with one of them.
    ///   - excluded: for each query the NHS numbers, ten digits, that are known not to be its person's; none where it
    ///     is empty.
    /// - Returns: a decision for each query.
    public func decide(
        _ index: QueryIndex, _ scan: ReferenceScan, leavingOut excluded: [Set<String>] = []
    ) -> [Decision] {
        let numbers = excluded.map { Set($0.compactMap { UInt64($0) }) }
        let (matches, finder) = matches(index, scan, leavingOut: numbers)
        let parts = workers.mapParts(of: matches.count) { range in
            range.map { decision(of: $0, matches[$0], finder) }
        }
        return Array(parts.joined())
    }

    private func decision(of query: Int, _ match: BestMatch?, _ finder: BestMatchFinder) -> Decision {
        let references = finder.candidates.references
        return Decision(
            query: finder.candidates.index.queries.id(of: query),
            reference: match.map { references.id(of: $0.reference) },
            assessment: match.map { PairAssessment($0.pair, finder.assessor.scorer) },
            runnerUp: match.flatMap { match in
                match.runnerUp.map {
                    Decision.RunnerUp(
                        reference: references.id(of: Int($0.second)), score: $0.score(model),
                        margin: match.pair.bits - $0.bits)
                }
            })
    }

    /// Like ``decide(_:_:)`` with records that are at hand.
    public func link(queries: [NormalisedRecord], references: some Sequence<NormalisedRecord>) -> [Decision] {
        let index = QueryIndex(RecordTable(queries))
        return decide(index, index.scan(RecordTable(references), countsNames: frequencies == nil))
    }

    /// Like ``link(queries:references:)`` with normalised records.
    public func link(queries: [LinkageRecord], references: some Sequence<LinkageRecord>) -> [Decision] {
        link(queries: queries.map(Normaliser.normalise), references: references.lazy.map(Normaliser.normalise))
    }

    // MARK: Duplicates

    func duplicates(
        _ index: QueryIndex, of census: ListCensus? = nil
    ) -> (pairs: [ScoredPair], finder: DuplicateFinder) {
        let census = census ?? ListCensus(index.queries)
        let known = frequencies ?? census.frequencies
        let size = frequencies == nil ? known.size : population(known)
        let assessor = PairAssessor(
            model, known, size: max(size, index.queries.count), share: Self.shareOfDuplicates,
            housemates: census.housemates)
        let finder = DuplicateFinder(assessor, index)
        var pairs = Array(workers.mapParts(of: index.queries.count) { finder.pairs($0) }.joined())
        finder.contest(&pairs)
        finder.close(&pairs)
        return (pairs, finder)
    }

    /// The pairs of records that are at least possibly one person, ordered by the ids of the two.
    ///
    /// A certain pair is only one whose other certain partners fit both of them.
    ///
    /// - Parameters:
    ///   - index: the records.
    ///   - census: of the list that they are a part of; nothing where they are the whole.
    /// - Returns: the pairs.
    public func deduplicate(_ index: QueryIndex, of census: ListCensus? = nil) -> [DuplicateDecision] {
        let (pairs, finder) = duplicates(index, of: census)
        return pairs.map { pair in
            let ids = [index.queries.id(of: Int(pair.first)), index.queries.id(of: Int(pair.second))].sorted()
            return DuplicateDecision(
                first: ids[0], second: ids[1], assessment: PairAssessment(pair, finder.assessor.scorer))
        }.sorted { ($0.first, $0.second) < ($1.first, $1.second) }
    }

    public func deduplicate(_ records: [NormalisedRecord]) -> [DuplicateDecision] {
        deduplicate(QueryIndex(RecordTable(records)))
    }

    /// Like ``deduplicate(_:)`` with normalised records.
    public func deduplicate(_ records: [LinkageRecord]) -> [DuplicateDecision] {
        deduplicate(records.map(Normaliser.normalise))
    }

    /// How many people a record is looked for among.
    private func population(_ frequencies: NameFrequencies) -> Int {
        frequencies.size == 0 ? PairAssessor.unknownPopulation : frequencies.size
    }
}

extension Linker {
    /// One pair of a list of pairs.
    public struct ScoredIDs {
        public let left: Text
        public let right: Text
        public let score: Double
        public let grade: MatchGrade
    }

    /// Gives the best reference of each query that is at least possible, without making decisions of it.
    public func forEachMatch(_ index: QueryIndex, _ scan: ReferenceScan, _ body: (ScoredIDs) -> Void) {
        let (matches, finder) = matches(index, scan)
        index.queries.withViews { queries in
            finder.candidates.references.withViews { references in
                for case let match? in matches {
                    body(
                        ScoredIDs(
                            left: queries[Int(match.pair.first)].id, right: references[match.reference].id,
                            score: match.pair.score(model), grade: match.pair.grade(model)))
                }
            }
        }
    }

    /// Gives the pairs of a list that are at least possibly one person, in the order of the list.
    public func forEachDuplicate(_ index: QueryIndex, _ body: (ScoredIDs) -> Void) {
        let (pairs, _) = duplicates(index)
        index.queries.withViews { views in
            for pair in pairs {
                body(
                    ScoredIDs(
                        left: views[Int(pair.first)].id, right: views[Int(pair.second)].id,
                        score: pair.score(model), grade: pair.grade(model)))
            }
        }
    }
}
