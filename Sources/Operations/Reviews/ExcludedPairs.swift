internal import OutreachCore
internal import Store

/// What stewards have declared not to be, as whoever applies decisions of a machine has to know it.
struct ExcludedPairs {
    /// By golden people, so that a declaration holds for whoever is merged with its people.
    private let pairs: Set<PersonPair>
    private let numbers: [PersonID: Set<NHSNumber>]

    init(of members: [GroupMember], _ exclusions: [Exclusion]) {
        let goldens = Dictionary(members.map { ($0.id, $0.golden ?? $0.id) }, uniquingKeysWith: { first, _ in first })
        var pairs: Set<PersonPair> = []
        var numbers: [PersonID: Set<NHSNumber>] = [:]
        for exclusion in exclusions {
            let person = goldens[exclusion.person] ?? exclusion.person
            if let other = exclusion.other { pairs.insert(PersonPair(person, goldens[other] ?? other)) }
            if let number = exclusion.number { numbers[person, default: []].insert(number) }
        }
        (self.pairs, self.numbers) = (pairs, numbers)
    }

    /// Whether a decision joins what was declared to be two, or gives a number to whom it was declared not to belong.
    func forbid(_ decision: ClusterDecision) -> Bool {
        let goldens = Set(decision.members.map(\.golden))
        if let number = decision.assignment?.entry.number, goldens.contains(where: { isExcluded(number, from: $0) }) {
            return true
        }
        return !decision.merges.isEmpty && !areCompatible(goldens)
    }

    func isExcluded(_ number: NHSNumber, from golden: PersonID) -> Bool { numbers[golden]?.contains(number) ?? false }

    /// Whether no two of these are declared to be two.
    func areCompatible(_ goldens: Set<PersonID>) -> Bool {
        !pairs.contains { goldens.contains($0.first) && goldens.contains($0.second) }
    }
}
