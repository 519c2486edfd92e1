/// Members of numbered groups in one array.
struct Groups: Sendable {
    private let starts: [Int32]
    private let members: [Int32]

    /// - Parameters:
    ///   - count: how many groups there are.
    ///   - entries: groups and members; within a group the members keep their order.
    init(count: Int, entries: some Sequence<SlotEntry>) {
        var starts = [Int32](repeating: 0, count: count + 1)
        var total = 0
        for entry in entries {
            starts[Int(entry.slot) + 1] += 1
            total += 1
        }
        for group in 0..<count { starts[group + 1] += starts[group] }
        var next = starts
        var members = [Int32](repeating: 0, count: total)
        for entry in entries {
            members[Int(next[Int(entry.slot)])] = entry.record
            next[Int(entry.slot)] += 1
        }
        self.starts = starts
        self.members = members
    }

    func count(_ group: Int) -> Int { Int(starts[group + 1] - starts[group]) }

    subscript(group: Int) -> ArraySlice<Int32> { members[Int(starts[group])..<Int(starts[group + 1])] }
}

/// A record that has the key of a slot.
struct SlotEntry: Sendable {
    let slot: Int32
    let record: Int32
}
