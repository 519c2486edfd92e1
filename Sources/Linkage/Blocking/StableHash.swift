/// A hash of short texts and numbers that never changes.
///
/// Its values are stored in the database, so they must not change from process to process or from version to version;
/// Swift's own `Hasher` is seeded anew in every process. Eight bytes at a time by the multiply and fold of wyhash, with
/// the final mix of MurmurHash3: a name costs two multiplications.
struct StableHash {
    private var state: UInt64 = 0xcbf2_9ce4_8422_2325

    init() {}

    init(_ bytes: Text) {
        combine(bytes)
    }

    /// Adds a text and its length, so that "ab" + "c" and "a" + "bc" differ.
    mutating func combine(_ bytes: Text) {
        var index = 0
        while index < bytes.count {
            var word: UInt64 = 0
            for offset in 0..<min(8, bytes.count - index) {
                word |= UInt64(bytes[index + offset]) << UInt64(8 * offset)
            }
            combine(word)
            index += 8
        }
        combine(UInt64(bytes.count))
    }

    mutating func combine(_ word: UInt64) {
        let product = (state ^ word).multipliedFullWidth(by: 0x9e37_79b9_7f4a_7c15)
        state = (product.high ^ product.low) &+ 0xd6e8_feb8_6659_fd93
    }

    func finalize() -> UInt64 {
        var value = state
        value = (value ^ (value >> 33)) &* 0xff51_afd7_ed55_8ccd
        value = (value ^ (value >> 33)) &* 0xc4ce_b9fe_1a85_ec53
        return value ^ (value >> 33)
    }

    /// The hash of a text, for a table or another hash.
    static func of(_ bytes: Text) -> UInt64 { StableHash(bytes).finalize() }

    /// The hash of several hashes, in their order.
    static func of(_ words: UInt64...) -> UInt64 {
        var hash = StableHash()
        for word in words { hash.combine(word) }
        return hash.finalize()
    }
}
