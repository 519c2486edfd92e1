/// FNV-1a over 64 bits with a final mix.
///
/// Its values are stored in the database, so they must not change from process to process or from version to version;
/// Swift's own `Hasher` is seeded anew in every process. Source: draft-eastlake-fnv, section 5; the mix is that of
/// MurmurHash3, which spreads FNV's weak low bits.
struct StableHash {
    private var state: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func combine(_ byte: UInt8) {
        state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    }

    /// Adds a field and its end, so that "ab" + "c" and "a" + "bc" differ.
    mutating func combine(_ text: String) {
        for byte in text.utf8 { combine(byte) }
        combine(0x1f)
    }

    mutating func combine(_ number: Int) {
        var rest = UInt32(truncatingIfNeeded: number)
        for _ in 0..<4 {
            combine(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
    }

    func finalize() -> UInt64 {
        var value = state
        value = (value ^ (value >> 33)) &* 0xff51_afd7_ed55_8ccd
        value = (value ^ (value >> 33)) &* 0xc4ce_b9fe_1a85_ec53
        return value ^ (value >> 33)
    }
}
