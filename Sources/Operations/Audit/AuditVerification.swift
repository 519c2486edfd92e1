import Crypto
import Postgres
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
    private let heads: [String: AuditHead]
    private var stream: String?
    private var chain: [UInt8] = []
    private var position = 0
    private var streamsWithHead: Set<String> = []

    private static let shownFindings = 100

    /// - Parameter heads: The ends of the chains as they were at an earlier time.
    package init(heads: [AuditHead] = []) {
        self.heads = Dictionary(heads.map { ($0.organisation.description, $0) }) { $1 }
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
        for (stream, head) in heads.sorted(by: { $0.key < $1.key }) where !streamsWithHead.contains(stream) {
            find(.tailCut, stream, head.position)
        }
    }

    /// Takes down how many entries wait for a seal.
    package mutating func note(unsealed: Int, overdue: Int) {
        report.unsealed = unsealed
        report.overdue = overdue
    }

    private mutating func begin(_ next: String) {
        endStream()
        stream = next
        report.streams += 1
        position = 0
        chain = Self.sha256(Array(next.utf8))
    }

    private mutating func endStream() {
        guard let stream else { return }
        streamsWithHead.insert(stream)
        if let head = heads[stream], position < head.position { find(.tailCut, stream, position + 1) }
    }

    private mutating func checkChain(_ seal: AuditSeal) {
        let stored = Self.bytes(seal.chainSHA256)
        if seal.position != position + 1 {
            find(.sealMissing, seal.stream, position + 1)
        } else if Self.sha256(chain + seal.canonical) != stored {
            find(.sealAltered, seal.stream, seal.position)
        }
        // Going on from what stands there, so that each later change is found as well.
        chain = stored
    }

    private mutating func checkEntry(_ seal: AuditSeal) {
        guard let entry = seal.entry else { return find(.entryMissing, seal.stream, seal.position) }
        guard Self.sha256(entry.canonical) == Self.bytes(seal.entrySHA256), entry.organisationID == seal.stream else {
            return find(.entryAltered, seal.stream, seal.position)
        }
    }

    private mutating func checkHead(_ seal: AuditSeal) {
        guard let head = heads[seal.stream], head.position == seal.position else { return }
        if head.chainSHA256 != seal.chainSHA256 { find(.headDiffers, seal.stream, seal.position) }
    }

    private mutating func find(_ kind: Kind, _ stream: String, _ position: Int) {
        report.findingCount += 1
        guard report.findings.count < Self.shownFindings else { return }
        report.findings.append(Finding(kind: kind, stream: stream, position: position))
    }

    private static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        Array(SHA256.hash(data: bytes))
    }

    /// The bytes of a hexadecimal text; none where it is something else, which then equals no hash.
    private static func bytes(_ hexadecimal: String) -> [UInt8] {
        [UInt8](postgresText: "\\x" + hexadecimal) ?? []
    }
}
