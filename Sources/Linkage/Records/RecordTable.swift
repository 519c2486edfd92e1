/// Many packed records, one behind the other: about 150 bytes each and no allocation of their own.
public struct RecordTable: Sendable {
    private(set) var bytes: [UInt8] = []
    private(set) var starts: [Int] = []
    private var normaliser = Normaliser()

    public var count: Int { starts.count }

    public init() {}

    public init(_ records: some Sequence<NormalisedRecord>) {
        for record in records { append(record) }
    }

    public mutating func append(_ record: NormalisedRecord) {
        starts.append(bytes.count)
        bytes.append(contentsOf: record.packed)
    }

    /// Normalises a record and adds it.
    public mutating func append(_ raw: RawRecord) {
        starts.append(bytes.count)
        normaliser.append(raw, to: &bytes)
    }

    /// Adds a packed record that was stored; answers false, and adds nothing, where the bytes are none.
    public mutating func append(packed: Text) -> Bool {
        guard NormalisedRecord.isPacked(UnsafeRawBufferPointer(packed)) else { return false }
        starts.append(bytes.count)
        bytes.append(contentsOf: packed)
        return true
    }

    mutating func append(_ view: RecordView) {
        starts.append(bytes.count)
        view.appendBytes(to: &bytes)
    }

    public mutating func append(_ other: RecordTable) {
        let offset = bytes.count
        bytes.append(contentsOf: other.bytes)
        starts.append(contentsOf: other.starts.lazy.map { $0 + offset })
    }

    /// The blocking keys of all the records, each once.
    public var blockingKeys: Set<UInt64> {
        withViews { views in
            var found: Set<UInt64> = []
            var keys = BlockingKeys()
            for index in 0..<views.count {
                keys.read(views[index])
                found.formUnion(keys.keys)
            }
            return found
        }
    }

    public func id(of index: Int) -> String { withViews { $0[index].id.string } }

    func withViews<Result>(_ body: (RecordViews) throws -> Result) rethrows -> Result {
        try bytes.withUnsafeBytes { bytes in
            try starts.withUnsafeBufferPointer { try body(RecordViews(bytes: bytes, starts: $0)) }
        }
    }
}

/// The records of a table while it is borrowed.
struct RecordViews {
    fileprivate let bytes: UnsafeRawBufferPointer
    fileprivate let starts: UnsafeBufferPointer<Int>

    var count: Int { starts.count }

    subscript(index: Int) -> RecordView { RecordView(bytes: bytes, at: starts[index]) }
}
