/// Phones and e-mail addresses of queries that more than one person of a list uses: a care home's, a relative's.
///
/// Several records with one given name and one birth date count as one person, so that somebody enrolled twice keeps
/// a phone of their own. The order of the records makes no difference.
struct SharedContacts: Sendable {
    private var holders: [UInt64]
    private var isShared: [Bool]

    init(slotCount: Int) {
        holders = Array(repeating: 0, count: slotCount)
        isShared = Array(repeating: false, count: slotCount)
    }

    mutating func add(_ slot: Int32, _ record: RecordView) {
        guard slot >= 0 else { return }
        let holder = StableHash.of(StableHash.of(record.firstGiven), UInt64(record.birthDate))
        if holders[Int(slot)] == 0 {
            holders[Int(slot)] = holder
        } else if holders[Int(slot)] != holder {
            isShared[Int(slot)] = true
        }
    }

    /// Starts on another list: that a query and its reference share a phone is what makes them match.
    mutating func beginList() {
        for slot in holders.indices { holders[slot] = 0 }
    }

    subscript(slot: Int32) -> Bool { slot >= 0 && isShared[Int(slot)] }
}
