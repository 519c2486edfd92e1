internal import Linkage
internal import OutreachCore
internal import Store

/// What is known of people who are, or may be, one human, and the decision that follows.
struct ClusterFinding {
    let members: [RegisterPerson]
    let traces: [Decision]
    let certainPairs: [(pair: PersonPair, decision: DuplicateDecision)]
    let doubtfulPairs: [(pair: PersonPair, decision: DuplicateDecision)]
    let entries: [String: ReferenceEntry]
    let separated: Set<PersonPair>
    let excludedNumbers: [PersonID: Set<NHSNumber>]
    /// The clusters that are certainly traced to each number.
    let rivals: [NHSNumber: [PersonID]]
    /// The id of the model that decided.
    let model: String

    var decision: ClusterDecision {
        let assignment = conflict == nil ? assignment : nil
        return ClusterDecision(
            members: members, merges: isContradictory ? [] : merges, assignment: assignment,
            traces: traces.compactMap { self.trace($0, assignment) },
            reviews: pairReviews + (assignment == nil ? traces.compactMap(review) : []), model: model)
    }

    // MARK: What is wrong

    private var certain: [Decision] { traces.filter { $0.grade == .certain } }

    private func number(of trace: Decision) -> NHSNumber? { entry(of: trace)?.number }

    private func entry(of trace: Decision) -> ReferenceEntry? { trace.reference.flatMap { entries[$0] } }

    /// The certain duplicates cannot all be one person: two numbers, one that a steward declared not to be a member's, or
    /// two whom a steward took apart.
    private var isContradictory: Bool {
        let numbers = Set(certain.compactMap(number))
        if numbers.count > 1 { return true }
        if members.contains(where: { !numbers.isDisjoint(with: excludedNumbers[$0.id] ?? []) }) { return true }
        return members.indices.contains { index in
            members[..<index].contains { earlier in
                earlier.golden != members[index].golden
                    && separated.contains(PersonPair(earlier.id, members[index].id))
            }
        }
    }

    /// Why no number is given although one was found for certain, and the other person whom it concerns, if any.
    private enum Conflict {
        case contradiction(ConflictKind)
        case holder(PersonID)
        case rival(PersonID)
        /// A member is probably another patient than the one that another member certainly is.
        case disagreement

        var kind: ConflictKind {
            switch self {
            case .contradiction(let kind): kind
            case .holder: .numberHeld
            case .rival: .numberShared
            case .disagreement: .twoNumbers
            }
        }
    }

    private var conflict: Conflict? {
        guard let found = certain.first.flatMap(entry) else { return nil }
        if isContradictory {
            return .contradiction(Set(certain.compactMap(number)).count > 1 ? .twoNumbers : .numberShared)
        }
        if let holder = found.holder { return .holder(holder) }
        let root = members[0].id
        if let rival = rivals[found.number]?.first(where: { $0 != root }) { return .rival(rival) }
        let agrees = traces.allSatisfy { $0.grade < .probable || number(of: $0) == found.number }
        return agrees ? nil : .disagreement
    }

    // MARK: What follows

    private var assignment: ClusterDecision.Assignment? {
        guard let entry = certain.first.flatMap(entry) else { return nil }
        return ClusterDecision.Assignment(entry: entry, score: certain.map(\.score).max() ?? 0)
    }

    /// As few of the certain pairs as join all the members.
    private var merges: [ClusterDecision.Merge] {
        var joined = PersonClusters(members.flatMap { [$0.id, $0.golden] }.uniqued)
        for member in members { joined.join(member.id, member.golden) }
        return certainPairs.compactMap { pair, decision in
            guard joined.root(of: pair.first) != joined.root(of: pair.second) else { return nil }
            joined.join(pair.first, pair.second)
            return ClusterDecision.Merge(pair: pair, evidence: PairEvidence(decision, by: model))
        }
    }

    private func trace(_ trace: Decision, _ assignment: ClusterDecision.Assignment?) -> ClusterDecision.Trace? {
        guard let person = PersonID(postgresText: trace.query) else { return nil }
        let outcome: NewTrace.Outcome =
            switch trace.grade {
            case .certain: assignment == nil ? .conflict : .assigned
            case .probable: assignment == nil ? .review : .none
            case .possible, .certainlyNot: .none
            }
        return ClusterDecision.Trace(person: person, decision: trace, number: number(of: trace), outcome: outcome)
    }

    private func review(_ trace: Decision) -> ClusterDecision.Review? {
        guard trace.grade >= .probable, let person = PersonID(postgresText: trace.query), let entry = entry(of: trace)
        else { return nil }
        let isCertain = trace.grade == .certain
        return ClusterDecision.Review(
            kind: isCertain ? .conflict : .trace, person: person, conflict: isCertain ? conflict?.kind : nil,
            other: isCertain ? other(than: person) : nil, entry: entry, evidence: PairEvidence(trace, by: model))
    }

    private func other(than person: PersonID) -> PersonID? {
        switch conflict {
        case .holder(let other), .rival(let other): other
        // Taken apart by a steward, or their numbers were, and traced to one patient.
        case .contradiction(.numberShared): members.first { $0.id != person }?.id
        case .contradiction, .disagreement, nil: nil
        }
    }

    /// Pairs that may be one person, and certain ones that contradict something else.
    private var pairReviews: [ClusterDecision.Review] {
        let known = Set(members.map(\.id))
        // A doubt between two members is settled by what joined them, unless that is in doubt itself.
        let open =
            isContradictory
            ? certainPairs + doubtfulPairs
            : doubtfulPairs.filter { !(known.contains($0.pair.first) && known.contains($0.pair.second)) }
        return open.map { pair, decision in
            ClusterDecision.Review(
                kind: .duplicate, person: pair.first, conflict: nil, other: pair.second, entry: nil,
                evidence: PairEvidence(decision, by: model))
        }
    }
}

extension [PersonID] {
    /// The elements in order, each once.
    fileprivate var uniqued: [PersonID] {
        var seen: Set<PersonID> = []
        return filter { seen.insert($0).inserted }
    }
}
