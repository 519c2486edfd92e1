/// Two records of one list, by their indices, that are at least possibly one person.
struct DuplicatePair {
    let first: Int
    let second: Int
    var assessment: PairAssessment
}

extension PairAssessor {
    func duplicates(among records: [NormalisedRecord]) -> [DuplicatePair] {
        let index = CandidateIndex(records)
        var pairs: [DuplicatePair] = []
        for (first, record) in records.enumerated() {
            for second in index.records(sharingKeysWith: record, after: first) {
                let assessment = assess(record, records[second])
                guard assessment.grade > .certainlyNot else { continue }
                pairs.append(DuplicatePair(first: first, second: second, assessment: assessment))
            }
        }
        contest(&pairs, records: records)
        return pairs
    }

    /// Forbids certainty to a chain: where A is B and B is C, A must look like C.
    private func contest(_ pairs: inout [DuplicatePair], records: [NormalisedRecord]) {
        var partners: [Int: [Int]] = [:]
        for pair in pairs where pair.assessment.grade == .certain {
            partners[pair.first, default: []].append(pair.second)
            partners[pair.second, default: []].append(pair.first)
        }
        for index in pairs.indices where pairs[index].assessment.grade == .certain {
            let pair = pairs[index]
            let others = (partners[pair.first] ?? []) + (partners[pair.second] ?? [])
            let fits = others.allSatisfy { other in
                [pair.first, pair.second].allSatisfy { one in
                    one == other || assess(records[one], records[other]).grade >= .probable
                }
            }
            if !fits { pairs[index].assessment = pair.assessment.adding(.contestedReference) }
        }
    }
}

extension CandidateIndex {
    /// The records behind a given one in the list that share a key with it, ascending.
    fileprivate func records(sharingKeysWith record: NormalisedRecord, after index: Int) -> [Int] {
        var found: [Int32] = []
        for slot in slots(sharedWith: record) {
            let members = members(of: Int(slot))
            guard members.count <= Self.largestBlock else { continue }
            found += members.filter { $0 > index }
        }
        found.sort()
        return found.withoutNeighbouringRepetitions().map(Int.init)
    }
}
