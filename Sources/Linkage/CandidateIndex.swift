/// Finds the records of a list that share a blocking key with another record.
///
/// Holds the smaller list, so that the larger one can be streamed past it.
struct CandidateIndex {
    /// A key that more records than this share says nothing; the pairs that it would make are left to other keys.
    static let largestBlock = 5_000

    /// The slot of each key; the records of slot `s` are `members[starts[s]..<starts[s + 1]]`.
    private let slots: [UInt64: Int32]
    private let starts: [Int32]
    private let members: [Int32]

    var slotCount: Int { slots.count }

    init(_ records: [NormalisedRecord]) {
        var slots: [UInt64: Int32] = [:]
        var entries: [(slot: Int32, record: Int32)] = []
        for (index, record) in records.enumerated() {
            for key in record.blockingKeys {
                let next = Int32(slots.count)
                let slot = slots[key, default: next]
                if slot == next { slots[key] = next }
                entries.append((slot, Int32(index)))
            }
        }
        var starts = [Int32](repeating: 0, count: slots.count + 1)
        for entry in entries { starts[Int(entry.slot) + 1] += 1 }
        for slot in 0..<slots.count { starts[slot + 1] += starts[slot] }
        var next = starts
        var members = [Int32](repeating: 0, count: entries.count)
        for entry in entries {
            members[Int(next[Int(entry.slot)])] = entry.record
            next[Int(entry.slot)] += 1
        }
        self.slots = slots
        self.starts = starts
        self.members = members
    }

    /// The slots of the keys that some record here shares with the given one.
    func slots(sharedWith record: NormalisedRecord) -> [Int32] {
        record.blockingKeys.compactMap { slots[$0] }
    }

    func members(of slot: Int) -> ArraySlice<Int32> {
        members[Int(starts[slot])..<Int(starts[slot + 1])]
    }
}
