/// What a whole list says of those in it: how common their names are, and how many people share a home.
///
/// Kept from a comparison of the whole, it lets a part of the list be compared as if all of it were there.
public struct ListCensus: Sendable {
    public let frequencies: NameFrequencies
    /// How many other people of the list share a person's home; `nil` where too few homes are known to tell.
    let housemates: Double?

    public init(_ table: RecordTable) {
        frequencies = NameFrequencies(table)
        housemates = Housemates(table).perPerson
    }
}

/// What two lists said when all of both were compared: the records that look for somebody, and the references.
public struct PairedCensus: Sendable {
    public let queries: ListCensus
    public let references: NameFrequencies

    public init(queries: ListCensus, references: NameFrequencies) {
        self.queries = queries
        self.references = references
    }

    /// The census in bytes, little-endian, that ``init(_:)`` of the same version of the normaliser reads.
    public var bytes: [UInt8] {
        var writer = CensusWriter()
        writer.write(UInt64(Normaliser.version))
        writer.write((queries.housemates ?? .nan).bitPattern)
        queries.frequencies.write(to: &writer)
        references.write(to: &writer)
        return writer.bytes
    }

    /// What ``bytes`` wrote, or `nil` of anything else.
    public init?(_ bytes: [UInt8]) {
        var reader = CensusReader(bytes)
        guard reader.read() == UInt64(Normaliser.version), let housemates = reader.read().map(Double.init(bitPattern:)),
            let queries = NameFrequencies(&reader), let references = NameFrequencies(&reader), reader.isAtEnd
        else { return nil }
        self.queries = ListCensus(frequencies: queries, housemates: housemates.isNaN ? nil : housemates)
        self.references = references
    }
}

extension ListCensus {
    fileprivate init(frequencies: NameFrequencies, housemates: Double?) {
        self.frequencies = frequencies
        self.housemates = housemates
    }
}

/// Writes numbers one behind the other.
struct CensusWriter {
    private(set) var bytes: [UInt8] = []

    mutating func write(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }
}

/// Reads what ``CensusWriter`` wrote; `nil` where it ends too early.
struct CensusReader {
    private let bytes: [UInt8]
    private var next = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { next == bytes.count }

    mutating func read<Number: FixedWidthInteger>(as type: Number.Type = UInt64.self) -> Number? {
        let size = MemoryLayout<Number>.size
        guard bytes.count - next >= size else { return nil }
        defer { next += size }
        return bytes.withUnsafeBytes { Number(littleEndian: $0.loadUnaligned(fromByteOffset: next, as: Number.self)) }
    }
}
