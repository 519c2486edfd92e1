/// The references that share a blocking key with some query, and which query shares one with which.
struct Candidates {
    /// Only those that share a key with some query.
    private(set) var references: [NormalisedRecord] = []
    private(set) var frequencies = NameFrequencies()
    private let index: CandidateIndex
    /// The indices into ``references`` for each slot of the index.
    private var referencesBySlot: [[Int32]]
    private let slotsByQuery: [[Int32]]

    init(queries: [NormalisedRecord], references: some Sequence<NormalisedRecord>, countsNames: Bool) {
        index = CandidateIndex(queries)
        referencesBySlot = Array(repeating: [], count: index.slotCount)
        slotsByQuery = queries.map(index.slots(sharedWith:))
        for reference in references {
            if countsNames { frequencies.add(reference) }
            let slots = index.slots(sharedWith: reference)
            guard !slots.isEmpty else { continue }
            for slot in slots { referencesBySlot[Int(slot)].append(Int32(self.references.count)) }
            self.references.append(reference)
        }
    }

    /// The indices of the references that share a key with a query, ascending, each once.
    func references(sharingKeysWith query: Int) -> [Int32] {
        var found: [Int32] = []
        for slot in slotsByQuery[query] where referencesBySlot[Int(slot)].count <= CandidateIndex.largestBlock {
            found += referencesBySlot[Int(slot)]
        }
        found.sort()
        return found.withoutNeighbouringRepetitions()
    }
}

extension [Int32] {
    /// The elements of a sorted array, each once.
    func withoutNeighbouringRepetitions() -> [Int32] {
        var unique: [Int32] = []
        unique.reserveCapacity(count)
        for element in self where element != unique.last { unique.append(element) }
        return unique
    }
}
