/// The best reference for one query, by its index among the candidates.
struct BestMatch: Sendable {
    var pair: ScoredPair
    var runnerUp: ScoredPair?

    var reference: Int { Int(pair.second) }
}

/// Finds the best reference for each query.
struct BestMatchFinder: Sendable {
    let assessor: PairAssessor
    let candidates: Candidates
    /// For each query the NHS numbers that are not its person's; empty where there is none for any.
    let excluded: [Set<UInt64>]

    /// The matches of some queries.
    func matches(_ range: Range<Int>) -> [BestMatch?] {
        candidates.index.queries.withViews { queries in
            candidates.references.withViews { references in
                var found: [Int32] = []
                return range.map { query in
                    candidates.read(query, into: &found)
                    return best(of: query, among: found, queries, references)
                }
            }
        }
    }

    private func best(
        of query: Int, among found: [Int32], _ queries: RecordViews, _ references: RecordViews
    ) -> BestMatch? {
        guard !found.isEmpty else { return nil }
        let view = queries[query]
        let names = candidates.frequencies.counts(of: view)
        var match: BestMatch?
        for reference in found {
            let other = references[Int(reference)]
            guard excluded.isEmpty || !excluded[query].contains(other.nhsNumber) else { continue }
            let comparison = Comparison(view, other)
            let shared = candidates.areContactsShared(query, view, other, comparison)
            let context = assessor.context(
                of: view, other, comparison, names: names, phoneIsShared: shared.phone, emailIsShared: shared.email)
            var pair = ScoredPair(comparison, context, assessor.scorer)
            guard pair.bits >= assessor.scorer.model.possible else { continue }
            (pair.first, pair.second) = (Int32(query), reference)
            offer(pair, to: &match, references)
        }
        return match.map(contestedByRunnerUp)
    }

    private func offer(_ pair: ScoredPair, to match: inout BestMatch?, _ references: RecordViews) {
        guard let best = match else {
            match = BestMatch(pair: pair)
            return
        }
        if isBetter(pair, than: best.pair, references) {
            match = BestMatch(pair: pair, runnerUp: best.pair)
        } else if best.runnerUp.map({ isBetter(pair, than: $0, references) }) ?? true {
            match?.runnerUp = pair
        }
    }

    /// More bits, then the smaller id.
    private func isBetter(_ first: ScoredPair, than second: ScoredPair, _ references: RecordViews) -> Bool {
        if first.bits != second.bits { return first.bits > second.bits }
        let (one, other) = (references[Int(first.second)].id, references[Int(second.second)].id)
        return one.lexicographicallyPrecedes(other)
    }

    /// Forbids certainty where the runner-up fits nearly as well.
    private func contestedByRunnerUp(_ match: BestMatch) -> BestMatch {
        guard let runnerUp = match.runnerUp, match.pair.bits - runnerUp.bits < Linker.smallestMargin else {
            return match
        }
        var match = match
        match.pair.vetoes.insert(Vetoes(.runnerUp))
        return match
    }

    /// Forbids certainty where queries that do not look like one person fit the same reference.
    func contest(_ matches: inout [BestMatch?]) {
        var queriesByReference: [Int: [Int]] = [:]
        for (query, match) in matches.enumerated() {
            guard let match, match.pair.grade(assessor.scorer.model) == .certain else { continue }
            queriesByReference[match.reference, default: []].append(query)
        }
        let contested = queriesByReference.values.filter { $0.count > 1 && !areOnePerson($0) }
        for query in contested.joined() { matches[query]?.pair.vetoes.insert(Vetoes(.contestedReference)) }
    }

    private func areOnePerson(_ queries: [Int]) -> Bool {
        candidates.index.queries.withViews { views in
            queries.indices.allSatisfy { index in
                queries[..<index].allSatisfy { other in
                    assessor.assess(views[other], views[queries[index]]).grade(assessor.scorer.model) >= .probable
                }
            }
        }
    }
}
