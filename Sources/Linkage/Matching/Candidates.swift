/// The references that share a blocking key with some query, and what both lists say about the queries.
struct Candidates: Sendable {
    let index: QueryIndex
    let references: RecordTable
    let frequencies: NameFrequencies
    let size: Int
    private let referencesOfSlot: Groups
    private let shared: SharedContacts

    init(_ index: QueryIndex, _ scan: ReferenceScan, frequencies: NameFrequencies?) {
        self.index = index
        references = scan.kept
        self.frequencies = frequencies ?? scan.frequencies
        size = max(scan.size, frequencies?.size ?? 0)
        referencesOfSlot = Groups(count: index.slotCount, entries: scan.entries)
        shared = Self.sharedContacts(index, scan.kept, referencesOfSlot)
    }

    private static func sharedContacts(
        _ index: QueryIndex, _ references: RecordTable, _ referencesOfSlot: Groups
    ) -> SharedContacts {
        var shared = SharedContacts(slotCount: index.slotCount)
        index.queries.withViews { views in
            for (query, slots) in index.contactSlots.enumerated() {
                shared.add(slots.phone, views[query])
                shared.add(slots.email, views[query])
            }
        }
        shared.beginList()
        references.withViews { views in
            var seen = Set<Int32>()
            for slots in index.contactSlots {
                for slot in [slots.phone, slots.email] where slot >= 0 && seen.insert(slot).inserted {
                    for reference in referencesOfSlot[Int(slot)] { shared.add(slot, views[Int(reference)]) }
                }
            }
        }
        return shared
    }

    /// Whether others use the phone, or the e-mail address, that a query and a reference have in common.
    func areContactsShared(
        _ query: Int, _ view: RecordView, _ reference: RecordView, _ comparison: Comparison
    ) -> (phone: Bool, email: Bool) {
        let slots = index.contactSlots[query]
        return (
            comparison.phone == .same && shared.isShared(slots.phone, query: view, reference: reference),
            comparison.email == .same && shared.isShared(slots.email, query: view, reference: reference)
        )
    }

    private func isFollowed(_ slot: Int) -> Bool { referencesOfSlot.count(slot) <= index.largestBlock(slot) }

    /// The indices of the references that share a key with a query, ascending, each once.
    func read(_ query: Int, into found: inout [Int32]) {
        found.removeAll(keepingCapacity: true)
        for slot in index.slotsOfQuery[query] where isFollowed(Int(slot)) {
            found.append(contentsOf: referencesOfSlot[Int(slot)])
        }
        found.sortAndUnique()
    }
}

extension [Int32] {
    /// Sorts the elements and drops repetitions.
    mutating func sortAndUnique() {
        sort()
        var count = 0
        for index in indices where count == 0 || self[index] != self[count - 1] {
            self[count] = self[index]
            count += 1
        }
        removeSubrange(count...)
    }
}
