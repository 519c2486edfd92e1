/// Phones and e-mail addresses of queries that more than one person of a list uses: a care home's, a relative's.
///
/// Several records with one given name and one birth date count as one person, so that somebody enrolled twice keeps
/// a phone of their own. The order of the records makes no difference.
struct SharedContacts: Sendable {
    /// Up to two different holders by slot, of the list that is read now and of the one before.
    private var holders: [Holders]
    private var earlier: [Holders] = []

    private struct Holders {
        var first: UInt64 = 0
        var second: UInt64 = 0
        var areMany = false

        mutating func add(_ holder: UInt64) {
            if first == 0 || first == holder {
                first = holder
            } else if second == 0 || second == holder {
                second = holder
            } else {
                areMany = true
            }
        }

        func hasOther(than one: UInt64, _ other: UInt64) -> Bool {
            areMany || (first != 0 && first != one && first != other)
                || (second != 0 && second != one && second != other)
        }
    }

    init(slotCount: Int) {
        holders = Array(repeating: Holders(), count: slotCount)
    }

    mutating func add(_ slot: Int32, _ record: RecordView) {
        if slot >= 0 { holders[Int(slot)].add(Self.holder(record)) }
    }

    /// Starts on another list: that a query and its reference share a phone is what makes them match.
    mutating func beginList() {
        earlier = holders
        holders = Array(repeating: Holders(), count: earlier.count)
    }

    /// Whether anybody but a query in its list, or but its reference in theirs, has the phone or address of a slot.
    func isShared(_ slot: Int32, query: RecordView, reference: RecordView) -> Bool {
        guard slot >= 0 else { return false }
        let (one, other) = (Self.holder(query), Self.holder(reference))
        return earlier[Int(slot)].hasOther(than: one, one) || holders[Int(slot)].hasOther(than: other, other)
    }

    /// Whether anybody in the list but these two has the phone or address of a slot.
    ///
    /// Two records that may be one person do not count as two: whether they are is the question.
    func isShared(_ slot: Int32, _ first: RecordView, _ second: RecordView, mayBeOne: Bool) -> Bool {
        guard slot >= 0 else { return false }
        let (one, other) = (Self.holder(first), Self.holder(second))
        return holders[Int(slot)].hasOther(than: one, mayBeOne ? other : one)
    }

    /// Never 0.
    private static func holder(_ record: RecordView) -> UInt64 {
        StableHash.of(StableHash.of(record.firstGiven), UInt64(record.birthDate)) | 1
    }
}
