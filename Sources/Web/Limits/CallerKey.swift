import Store

/// Whose requests are counted together.
struct CallerKey: Hashable, Sendable {
    let bits: Int64

    /// Of a key of the database: the same at every instance.
    init(_ key: Key<some Any>) {
        bits = key.fingerprint
    }

    /// Of any other text: this process's own.
    init(local text: String) {
        var hasher = Hasher()
        hasher.combine(text)
        bits = Int64(hasher.finalize())
    }

    /// As another instance has told it.
    init(told bits: Int64) {
        self.bits = bits
    }
}
