import Linkage
import Testing

@Suite struct TrueChangeTests {
    private static let perKind = 100

    /// For each kind how many of its people are found as themselves; all kinds in one list, in a village of 12,000.
    private static let found: [TrueChange: Int] = {
        var village = Village(seed: 61)
        let people = village.people(12_000)
        var references = people
        var queries: [LinkageRecord] = []
        var kinds: [TrueChange] = []
        var next = people.indices.makeIterator()
        for kind in TrueChange.allCases {
            var count = 0
            while count < perKind, let index = next.next() {
                guard kind.fits(people[index]) else { continue }
                let records = kind.records(of: people[index], village: &village)
                queries.append(records.query)
                references[index] = records.reference
                kinds.append(kind)
                count += 1
            }
        }
        var found: [TrueChange: Int] = [:]
        for (kind, decision) in zip(kinds, Linker().link(queries: queries, references: references)) {
            let isRight = decision.query == "T" + (decision.reference ?? "") + "\(kind)"
            found[kind, default: 0] += isRight && decision.grade >= .probable ? 1 : 0
        }
        return found
    }()

    @Test("People are found, automatically or for a steward, after a", arguments: TrueChange.allCases)
    func isFound(_ kind: TrueChange) {
        #expect(Self.found[kind, default: 0] >= kind.atLeast)
    }
}
