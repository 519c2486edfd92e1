internal import Linkage
internal import OutreachCore
internal import Store

/// What follows from the matcher's findings: whom to merge, who gets which number, what a steward has to see.
///
/// Pure: the same input gives the same decisions in the same order. People who are certain duplicates of one another are
/// decided as one; a number is given only where all of them agree, nobody else is traced to it and nobody holds it.
package struct ReconciliationDecider: Sendable {
    private let input: ReconciliationInput
    private let people: [PersonID: RegisterPerson]
    private let traces: [PersonID: Decision]
    /// The pairs that certainly are one person, by the smaller id.
    private let certainPairs: [(pair: PersonPair, decision: DuplicateDecision)]
    private let doubtfulPairs: [(pair: PersonPair, decision: DuplicateDecision)]

    package static func decide(_ input: ReconciliationInput) -> [ClusterDecision] {
        ReconciliationDecider(input).decisions()
    }

    private init(_ input: ReconciliationInput) {
        self.input = input
        people = Dictionary(uniqueKeysWithValues: input.people.map { ($0.id, $0) })
        traces = Dictionary(
            uniqueKeysWithValues: input.traces.compactMap { trace in
                PersonID(postgresText: trace.query).map { ($0, trace) }
            })
        let people = people
        let pairs = input.duplicates.compactMap { decision -> (pair: PersonPair, decision: DuplicateDecision)? in
            guard let one = PersonID(postgresText: decision.first).flatMap({ people[$0] }),
                let other = PersonID(postgresText: decision.second).flatMap({ people[$0] }),
                one.isOpen || other.isOpen, one.golden != other.golden, decision.grade >= .probable,
                !input.separated.contains(PersonPair(one.id, other.id))
            else { return nil }
            return (PersonPair(one.id, other.id), decision)
        }
        let joins = { (pair: PersonPair, decision: DuplicateDecision) in
            decision.grade == .certain && people[pair.first]?.isOpen == true && people[pair.second]?.isOpen == true
        }
        certainPairs = pairs.filter(joins)
        doubtfulPairs = pairs.filter { !joins($0, $1) }
    }

    private func decisions() -> [ClusterDecision] {
        let clusters = clusters()
        let rivals = rivals(among: clusters)
        let pairs = Dictionary(grouping: certainPairs) { clusters.root(of: $0.pair.first) }
        let doubts = Dictionary(grouping: doubtfulPairs) { pair in
            clusters.root(of: people[pair.pair.first]?.isOpen == true ? pair.pair.first : pair.pair.second)
        }
        return clusters.members.concurrentMap { root, members in
            ClusterFinding(
                members: members.compactMap { people[$0] }, traces: members.compactMap { traces[$0] },
                certainPairs: pairs[root] ?? [], doubtfulPairs: doubts[root] ?? [], entries: input.entries,
                separated: input.separated, excludedNumbers: input.excludedNumbers, rivals: rivals,
                model: input.model
            ).decision
        }
    }

    /// Open people who are one: merged already, or certain duplicates.
    private func clusters() -> PersonClusters {
        var clusters = PersonClusters(input.people.filter(\.isOpen).map(\.id))
        for person in input.people where person.isOpen && person.golden != person.id {
            clusters.join(person.id, person.golden)
        }
        for (pair, _) in certainPairs { clusters.join(pair.first, pair.second) }
        clusters.settle()
        return clusters
    }

    /// The clusters that are certainly traced to each number, by one of their members.
    private func rivals(among clusters: PersonClusters) -> [NHSNumber: [PersonID]] {
        var roots: [NHSNumber: Set<PersonID>] = [:]
        for (person, trace) in traces where trace.grade == .certain {
            guard let number = trace.reference.flatMap({ input.entries[$0]?.number }) else { continue }
            roots[number, default: []].insert(clusters.root(of: person))
        }
        return roots.mapValues { $0.sorted() }
    }
}

/// Disjoint sets of people, each known by its smallest id.
struct PersonClusters {
    private var parents: [PersonID: PersonID]
    /// Every set by its smallest id, in the order of these; made by ``settle()``.
    private(set) var members: [(root: PersonID, members: [PersonID])] = []

    init(_ people: [PersonID]) {
        parents = Dictionary(uniqueKeysWithValues: people.map { ($0, $0) })
    }

    func contains(_ person: PersonID) -> Bool { parents[person] != nil }

    func root(of person: PersonID) -> PersonID {
        var current = person
        while let parent = parents[current], parent != current { current = parent }
        return current
    }

    mutating func join(_ one: PersonID, _ other: PersonID) {
        let first = root(of: one)
        let second = root(of: other)
        parents[max(first, second)] = min(first, second)
    }

    mutating func settle() {
        for person in parents.keys { parents[person] = root(of: person) }
        members = Dictionary(grouping: parents.keys) { parents[$0] ?? $0 }
            .map { (root: $0, members: $1.sorted()) }
            .sorted { $0.root < $1.root }
    }
}
