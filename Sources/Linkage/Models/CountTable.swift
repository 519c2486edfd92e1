/// Counts of hashed keys: open addressing with linear probing, 12 bytes a slot, at most three quarters full.
struct CountTable: Sendable {
    private var keys = [UInt64](repeating: 0, count: 1 << 10)
    private var counts = [Int32](repeating: 0, count: 1 << 10)
    private var used = 0

    init() {}

    /// What ``write(to:)`` wrote, or `nil` of anything else.
    init?(_ reader: inout CensusReader) {
        guard let count = reader.read(as: Int.self), count >= 0 else { return nil }
        for _ in 0..<count {
            guard let key = reader.read(), let times = reader.read(as: Int32.self), times > 0 else { return nil }
            add(key, times)
        }
    }

    func write(to writer: inout CensusWriter) {
        writer.write(used)
        for (key, count) in entries {
            writer.write(key)
            writer.write(count)
        }
    }

    subscript(key: UInt64) -> Int32 { counts[slot(of: key)] }

    mutating func add(_ key: UInt64, _ count: Int32 = 1) {
        let slot = slot(of: key)
        if counts[slot] == 0 {
            keys[slot] = key
            used += 1
        }
        counts[slot] += count
        if used * 4 > keys.count * 3 { grow() }
    }

    mutating func add(_ other: CountTable) {
        for (key, count) in other.entries { add(key, count) }
    }

    var entries: some Sequence<(UInt64, Int32)> {
        keys.indices.lazy.filter { counts[$0] != 0 }.map { (keys[$0], counts[$0]) }
    }

    private func slot(of key: UInt64) -> Int {
        let mask = keys.count - 1
        var slot = Int(truncatingIfNeeded: key) & mask
        while counts[slot] != 0, keys[slot] != key { slot = (slot + 1) & mask }
        return slot
    }

    private mutating func grow() {
        let (oldKeys, oldCounts) = (keys, counts)
        keys = [UInt64](repeating: 0, count: oldKeys.count * 2)
        counts = [Int32](repeating: 0, count: oldKeys.count * 2)
        for index in oldKeys.indices where oldCounts[index] != 0 {
            let slot = slot(of: oldKeys[index])
            keys[slot] = oldKeys[index]
            counts[slot] = oldCounts[index]
        }
    }
}
