internal import Dispatch
internal import Linkage
internal import Synchronization

/// Looks through the parts of a reference on other threads while the next ones arrive.
///
/// What is found is put together in the order of the parts, whoever was first.
struct ReferenceScanner {
    private let index: QueryIndex
    private let work = Work()
    /// Serial queues, which have threads of their own: of those that all share, none may be free for seconds while many
    /// wait for the database.
    private let lanes: [DispatchQueue]
    /// How many parts may be under way: whoever reads on waits for the others, so that few stand in memory.
    private let room: DispatchSemaphore
    private var begun = 0
    private var added = 0
    private var scan = ReferenceScan()

    private final class Work: Sendable {
        let scans = Mutex<[Int: ReferenceScan]>([:])
        let group = DispatchGroup()
    }

    init(_ index: QueryIndex, atOnce count: Int) {
        self.index = index
        lanes = (0..<count).map { DispatchQueue(label: "outreach.reference-scanner.\($0)") }
        room = DispatchSemaphore(value: count)
    }

    /// Begins to look through the next part, once there is room.
    mutating func begin(_ part: RecordTable) {
        room.wait()
        lanes[begun % lanes.count].async(group: work.group) { [index, room, work, place = begun] in
            let scan = index.scan(part)
            work.scans.withLock { $0[place] = scan }
            room.signal()
        }
        begun += 1
        addFinished()
    }

    /// Everything that was found in the parts, and in a last one.
    mutating func finish(with last: RecordTable) -> ReferenceScan {
        let found = index.scan(last)
        work.group.wait()
        addFinished()
        scan.append(found)
        return scan
    }

    private mutating func addFinished() {
        while let next = work.scans.withLock({ $0.removeValue(forKey: added) }) {
            scan.append(next)
            added += 1
        }
    }
}
