internal import Crypto
internal import Foundation
package import Store

/// Recomputes the chains of the audit trail from its rows, in constant memory.
///
/// The hashes are made here anew, so that nobody who can change the database's own functions can hide a change. Without
/// earlier heads an owner of the database can still rewrite a chain as a whole, or cut off its end.
package struct AuditVerification: Sendable {
    /// What somebody did to the trail.
    package enum Kind: String, Hashable, Codable, Sendable, CaseIterable {
        /// An entry says something else than when it was sealed.
        case entryAltered = "entry_altered"
        /// A seal names an entry that is not there.
        case entryMissing = "entry_missing"
        /// A seal does not follow from the seal before it: one of the two was changed, or their order.
        case sealAltered = "seal_altered"
        /// An entry has lost its seal.
        case entryUnsealed = "entry_unsealed"
        /// A position between two seals is empty.
        case sealMissing = "seal_missing"
        /// The chain is another one than when the head was kept.
        case headDiffers = "head_differs"
        /// The chain ends before the head that was kept.
        case tailCut = "tail_cut"
    }

    package struct Finding: Hashable, Codable, Sendable {
        package let kind: Kind
        /// The organisation whose chain it is.
        package let stream: String
        /// In the chain, from 1; 0 for an entry that has no position any more.
        package let position: Int
    }

    /// The result in numbers, with the first findings.
    package struct Report: Hashable, Codable, Sendable {
        package var seals = 0
        package var streams = 0
        package var unsealed = 0
        /// Entries that have waited for a seal for more than a minute: the sealer does not run, or a seal was removed.
        package var overdue = 0
        package var findingCount = 0
        /// The first hundred.
        package var findings: [Finding] = []

        package var isIntact: Bool { findingCount == 0 }
    }

    package private(set) var report = Report()
    /// The chains' hashes at earlier times, by stream and position.
    private let heads: [String: [Int: String]]
    private var stream: String?
    private var chain: [UInt8] = []
    private var position = 0
    private var streamsWithHead: Set<String> = []

    private static let shownFindings = 100

    /// - Parameter heads: The ends of the chains as they were at earlier times.
    package init(heads: [AuditHead] = []) {
        self.heads = Dictionary(grouping: heads, by: \.organisation.description).mapValues { heads in
            Dictionary(heads.map { ($0.position, $0.chainSHA256.lowercased()) }) { first, other in
                // Two that contradict one another cannot both be right: then none is.
                first == other ? first : ""
            }
        }
    }

    /// Checks the next seal; they come stream by stream in the order of positions.
    package mutating func take(_ seal: AuditSeal) {
        if seal.stream != stream { begin(seal.stream) }
        report.seals += 1
        checkChain(seal)
        checkEntry(seal)
        checkHead(seal)
        position = seal.position
    }

    /// Checks what can be told only when every seal was seen.
    package mutating func finish() {
        endStream()
        for stream in heads.keys.sorted() where !streamsWithHead.contains(stream) { find(.tailCut, stream, 1) }
    }

    /// Takes down how many entries wait for a seal, and which have lost theirs.
    package mutating func note(_ unsealed: [UnsealedEntries]) {
        report.unsealed = unsealed.map(\.count).reduce(0, +)
        report.overdue = unsealed.map(\.overdue).reduce(0, +)
        for stream in unsealed where stream.lost > 0 {
            find(.entryUnsealed, stream.stream, 0)
            report.findingCount += stream.lost - 1
        }
    }

    private mutating func begin(_ next: String) {
        endStream()
        stream = next
        report.streams += 1
        position = 0
        chain = Array(SHA256.hash(data: Array(next.utf8)))
    }

    private mutating func endStream() {
        guard let stream else { return }
        streamsWithHead.insert(stream)
        if let last = heads[stream]?.keys.max(), position < last { find(.tailCut, stream, position + 1) }
    }

    private mutating func checkChain(_ seal: AuditSeal) {
        let expected = Self.sha256(chain, seal.bytes)
        // Going on from what stands there, so that each later change is found as well.
        chain = expected
        guard seal.position == position + 1 else {
            chain = Self.bytes(seal.chainSHA256)
            return find(.sealMissing, seal.stream, position + 1)
        }
        guard Self.isHexadecimal(seal.chainSHA256, of: expected) else {
            chain = Self.bytes(seal.chainSHA256)
            return find(.sealAltered, seal.stream, seal.position)
        }
    }

    private mutating func checkEntry(_ seal: AuditSeal) {
        guard let entry = seal.entryBytes else { return find(.entryMissing, seal.stream, seal.position) }
        guard seal.isOfStream, Self.isHexadecimal(seal.entrySHA256, of: Self.sha256([], entry)) else {
            return find(.entryAltered, seal.stream, seal.position)
        }
    }

    private mutating func checkHead(_ seal: AuditSeal) {
        guard let known = heads[seal.stream]?[seal.position], known != seal.chainSHA256 else { return }
        find(.headDiffers, seal.stream, seal.position)
    }

    private mutating func find(_ kind: Kind, _ stream: String, _ position: Int) {
        report.findingCount += 1
        guard report.findings.count < Self.shownFindings else { return }
        report.findings.append(Finding(kind: kind, stream: stream, position: position))
    }

    // MARK: Bytes

    /// A million rows are two million hashes: no copy of a text is made for one.
    private static func sha256(_ first: [UInt8], _ text: String) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: first)
        var text = text
        text.withUTF8 { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
        return Array(hash.finalize())
    }

    private static let digits = Array("0123456789abcdef".utf8)

    private static func isHexadecimal(_ text: String, of bytes: [UInt8]) -> Bool {
        let utf8 = text.utf8
        guard utf8.count == bytes.count * 2 else { return false }
        var next = utf8.makeIterator()
        return bytes.allSatisfy { next.next() == digits[Int($0 >> 4)] && next.next() == digits[Int($0 & 15)] }
    }

    /// The bytes of a hexadecimal text; none where it is something else, which then equals no hash.
    private static func bytes(_ hexadecimal: String) -> [UInt8] {
        let values = hexadecimal.utf8.compactMap { digit in digits.firstIndex(of: digit).map(UInt8.init) }
        guard values.count == hexadecimal.utf8.count, values.count.isMultiple(of: 2) else { return [] }
        return stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] }
    }
}
