/// The records that look for somebody, with their blocking keys: references are streamed past it.
public struct QueryIndex: Sendable {
    public let queries: RecordTable
    let slotCount: Int
    private let table: KeyTable
    /// The slots of each query.
    let slotsOfQuery: Groups
    /// The slots of phones and e-mail addresses, by query; −1 where there is none.
    let contactSlots: [ContactSlots]

    struct ContactSlots: Sendable {
        var phone: Int32 = -1
        var email: Int32 = -1
    }

    public init(_ queries: RecordTable) {
        var table = KeyTable(capacity: queries.count * 16)
        var entries: [SlotEntry] = []
        entries.reserveCapacity(queries.count * 16)
        var contacts = [ContactSlots](repeating: ContactSlots(), count: queries.count)
        queries.withViews { views in
            var keys = BlockingKeys()
            for index in 0..<views.count {
                keys.read(views[index])
                let first = entries.count
                for key in keys.keys { entries.append(SlotEntry(slot: Int32(index), record: table.add(key))) }
                var next = first
                if views[index].phone != 0 {
                    contacts[index].phone = entries[next].record
                    next += 1
                }
                if !views[index].email.isEmpty { contacts[index].email = entries[next].record }
            }
        }
        self.queries = queries
        self.table = table
        slotCount = table.count
        slotsOfQuery = Groups(count: queries.count, entries: entries)
        contactSlots = contacts
    }

    /// How many references the key of a slot may lead to.
    func largestBlock(_ slot: Int) -> Int { Int(table.largestBlocks[slot]) }

    /// Looks for references that share a key with a query, in a part of a reference.
    ///
    /// The parts may be scanned at the same time; give the scans to the linker in the order of the parts.
    public func scan(_ references: RecordTable, countsNames: Bool = true) -> ReferenceScan {
        var scan = ReferenceScan()
        scan.size = references.count
        references.withViews { views in
            var keys = BlockingKeys()
            for index in 0..<views.count {
                let view = views[index]
                if countsNames { scan.frequencies.add(view) }
                keys.read(view)
                var isKept = false
                for key in keys.keys {
                    let slot = table.slot(of: key)
                    guard slot >= 0 else { continue }
                    isKept = true
                    scan.entries.append(SlotEntry(slot: slot, record: Int32(scan.kept.count)))
                }
                if isKept { scan.kept.append(view) }
            }
        }
        return scan
    }

    /// The queries of each slot.
    func queriesOfSlot() -> Groups {
        var entries: [SlotEntry] = []
        for query in 0..<queries.count {
            for slot in slotsOfQuery[query] { entries.append(SlotEntry(slot: slot, record: Int32(query))) }
        }
        return Groups(count: slotCount, entries: entries)
    }
}

/// The references of one part that share a key with a query.
public struct ReferenceScan: Sendable {
    var kept = RecordTable()
    var entries: [SlotEntry] = []
    /// How common names are, where they were counted.
    public internal(set) var frequencies = NameFrequencies()
    /// How many references were looked at.
    public internal(set) var size = 0

    public init() {}

    /// Adds the next part.
    public mutating func append(_ other: ReferenceScan) {
        let offset = Int32(kept.count)
        kept.append(other.kept)
        entries.append(contentsOf: other.entries.lazy.map { SlotEntry(slot: $0.slot, record: $0.record + offset) })
        frequencies.add(other.frequencies)
        size += other.size
    }

    /// The NHS numbers, ten digits, of references among these that share a key with a query.
    public func nhsNumbers(of ids: Set<String>) -> [String: String] {
        var numbers: [String: String] = [:]
        kept.withViews { views in
            for index in 0..<views.count {
                let id = views[index].id.string
                if ids.contains(id) { numbers[id] = NormalisedRecord.tenDigits(views[index].nhsNumber) }
            }
        }
        return numbers
    }
}
