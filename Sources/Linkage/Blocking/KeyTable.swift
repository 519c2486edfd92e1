/// The number of each of some keys, found without allocation.
struct KeyTable: Sendable {
    private var keys: [UInt64] = []
    private var slots: [Int32] = []
    /// One bit for each of the keys' low bits: most keys that are asked for are not there.
    private var filter: [UInt64] = []
    private(set) var count = 0
    /// By the number of the key: how many references it may lead to.
    private(set) var largestBlocks: [Int32] = []

    /// - Parameter capacity: the most different keys that will be added.
    init(capacity: Int) {
        var size = 1 << 10
        while size < capacity * 2 { size *= 2 }
        keys = [UInt64](repeating: 0, count: size)
        slots = [Int32](repeating: -1, count: size)
        filter = [UInt64](repeating: 0, count: size / 8)
    }

    /// The number of the key, which is the next one where it is new.
    mutating func add(_ key: UInt64) -> Int32 {
        let place = place(of: key)
        if slots[place] < 0 {
            keys[place] = key
            slots[place] = Int32(count)
            count += 1
            largestBlocks.append(Int32(BlockingKeys.largestBlock(of: key)))
            let bit = filterBit(key)
            filter[bit >> 6] |= 1 << UInt64(bit & 63)
        }
        return slots[place]
    }

    /// The number of the key, or −1.
    func slot(of key: UInt64) -> Int32 {
        let bit = filterBit(key)
        guard filter[bit >> 6] >> UInt64(bit & 63) & 1 == 1 else { return -1 }
        return slots[place(of: key)]
    }

    private func filterBit(_ key: UInt64) -> Int { Int(truncatingIfNeeded: key >> 20) & (filter.count * 64 - 1) }

    private func place(of key: UInt64) -> Int {
        let mask = keys.count - 1
        var place = Int(truncatingIfNeeded: key) & mask
        while slots[place] >= 0, keys[place] != key { place = (place + 1) & mask }
        return place
    }
}
