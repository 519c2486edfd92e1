internal import Foundation
package import Linkage
internal import Store

/// Matches one file with another, or finds the duplicates of one, without a database.
package struct MatchFiles: Sendable {
    package let query: MatchFile
    /// `nil` to look for duplicates in the query file.
    package let reference: MatchFile?
    package let linker: Linker

    package init(query: MatchFile, reference: MatchFile?, linker: Linker) {
        self.query = query
        self.reference = reference
        self.linker = linker
    }

    package struct Report: Encodable, Sendable {
        package var model = ""
        package var queries = 0
        package var references = 0
        /// Pairs of the file: one per query at most, or any number of duplicates.
        package var pairs = 0
        package var automatic = 0
        package var reviews = 0
        /// How many of the automatic pairs are wrong, by their own scores: the sum of 1 / (1 + 2^score).
        package var estimatedFalse = 0.0
    }

    /// Matches, and gives `left_id,right_id,score,band` line by line to `write`, the query on the left.
    ///
    /// The band is `auto`, `review`, or `possible` for what is below a review and only ranked.
    ///
    /// - Throws: ``Refusal`` where a file cannot be read.
    package func run(write: ([UInt8]) throws -> Void) throws -> Report {
        let index = QueryIndex(try query.table(linker.workers))
        var report = Report()
        report.model = linker.model.id
        report.queries = index.queries.count
        var lines = PairLines()
        if let reference {
            let scan = try reference.scan(index, linker.workers)
            report.references = scan.size
            linker.forEachMatch(index, scan) { lines.add($0, to: &report) }
        } else {
            linker.forEachDuplicate(index) { lines.add($0, to: &report) }
        }
        try write(lines.bytes)
        return report
    }
}

/// Lines of a file of pairs.
private struct PairLines {
    private(set) var bytes = Array("left_id,right_id,score,band\n".utf8)

    mutating func add(_ pair: Linker.ScoredIDs, to report: inout MatchFiles.Report) {
        report.pairs += 1
        append(pair.left)
        bytes.append(UInt8(ascii: ","))
        append(pair.right)
        bytes.append(UInt8(ascii: ","))
        append(pair.score)
        switch pair.grade {
        case .certain:
            report.automatic += 1
            report.estimatedFalse += 1 / (1 + exp2(pair.score))
            bytes += ",auto\n".utf8
        case .probable:
            report.reviews += 1
            bytes += ",review\n".utf8
        case .possible, .certainlyNot:
            bytes += ",possible\n".utf8
        }
    }

    private static let special = Array(",\n\"".utf8)

    /// An id, in quotes where a comma or a line end would be read as an end.
    private mutating func append(_ id: Text) {
        let needsQuotes = id.contains { Self.special.contains($0) }
        if needsQuotes { bytes.append(UInt8(ascii: "\"")) }
        bytes.append(contentsOf: id)
        if needsQuotes { bytes.append(UInt8(ascii: "\"")) }
    }

    /// Six decimals, the same on every machine.
    private mutating func append(_ score: Double) {
        let millionths = Int((score.magnitude * 1_000_000).rounded())
        if score < 0, millionths > 0 { bytes.append(UInt8(ascii: "-")) }
        bytes += String(millionths / 1_000_000).utf8
        bytes.append(UInt8(ascii: "."))
        let fraction = String(millionths % 1_000_000)
        bytes += String(repeating: "0", count: 6 - fraction.utf8.count).utf8
        bytes += fraction.utf8
    }
}
