/// The best reference for one query, by its index among the candidates.
struct BestMatch {
    let reference: Int
    var assessment: PairAssessment
    var runnerUp: (reference: Int, assessment: PairAssessment)?
}

extension PairAssessor {
    /// The reference with the best grade, then score, then the smallest id; `nil` where none is at least possible.
    func bestMatch(of query: NormalisedRecord, among indices: [Int32], in references: [NormalisedRecord]) -> BestMatch?
    {
        var match: BestMatch?
        for index in indices.lazy.map(Int.init) {
            let assessment = assess(query, references[index])
            guard assessment.grade > .certainlyNot else { continue }
            guard let best = match else {
                match = BestMatch(reference: index, assessment: assessment)
                continue
            }
            if isBetter((index, assessment), than: (best.reference, best.assessment), in: references) {
                match = BestMatch(
                    reference: index, assessment: assessment, runnerUp: (best.reference, best.assessment))
            } else if best.runnerUp.map({ isBetter((index, assessment), than: $0, in: references) }) ?? true {
                match?.runnerUp = (index, assessment)
            }
        }
        return match.map(contestedByRunnerUp)
    }

    private func isBetter(
        _ first: (reference: Int, assessment: PairAssessment),
        than second: (reference: Int, assessment: PairAssessment),
        in references: [NormalisedRecord]
    ) -> Bool {
        if first.assessment.grade != second.assessment.grade { return first.assessment.grade > second.assessment.grade }
        if first.assessment.score != second.assessment.score { return first.assessment.score > second.assessment.score }
        return references[first.reference].id < references[second.reference].id
    }

    /// Forbids certainty where the runner-up fits nearly as well, or would be certain itself.
    private func contestedByRunnerUp(_ match: BestMatch) -> BestMatch {
        guard let runnerUp = match.runnerUp?.assessment else { return match }
        let isPlausible = runnerUp.rule != nil || match.assessment.score - runnerUp.score < rules.smallestMargin
        guard isPlausible else { return match }
        var match = match
        match.assessment = match.assessment.adding(.runnerUp)
        return match
    }

    /// Forbids certainty where queries that do not look like one person fit the same reference.
    func contest(_ matches: inout [BestMatch?], queries: [NormalisedRecord]) {
        var queriesByReference: [Int: [Int]] = [:]
        for (query, match) in matches.enumerated() {
            guard let match, match.assessment.grade == .certain else { continue }
            queriesByReference[match.reference, default: []].append(query)
        }
        for rivals in queriesByReference.values where !areOnePerson(rivals.map { queries[$0] }) {
            for query in rivals {
                guard let match = matches[query] else { continue }
                matches[query]?.assessment = match.assessment.adding(.contestedReference)
            }
        }
    }

    private func areOnePerson(_ records: [NormalisedRecord]) -> Bool {
        records.indices.allSatisfy { index in
            records[..<index].allSatisfy { assess($0, records[index]).grade >= .probable }
        }
    }
}
