internal import Foundation
package import Linkage
internal import Tabular

/// A CSV file of people, read piece by piece on several threads.
package struct MatchFile: Sendable {
    private let path: String
    private let others: [String: String]

    /// A piece holds this many bytes, and so some 30,000 rows.
    private static let pieceSize = 1 << 22

    /// - Parameters:
    ///   - path: a CSV file, or one that gzip made smaller.
    ///   - others: how this file calls columns, by our names for them.
    package init(_ path: String, others: [String: String] = [:]) {
        self.path = path
        self.others = others
    }

    /// Every record of the file, in its order.
    ///
    /// - Throws: ``Refusal`` where the file cannot be read or has no ids.
    package func table(_ workers: any Workers) throws -> RecordTable {
        var table = RecordTable()
        try forEachPiece(workers, read: { $0 }, take: { table.append($0) })
        return table
    }

    /// The records that share a blocking key with one of the queries.
    ///
    /// - Throws: ``Refusal`` where the file cannot be read or has no ids.
    package func scan(_ index: QueryIndex, _ workers: any Workers) throws -> ReferenceScan {
        var scan = ReferenceScan()
        try forEachPiece(workers, read: { index.scan($0) }, take: { scan.append($0) })
        return scan
    }

    private func forEachPiece<Result: Sendable>(
        _ workers: any Workers, read: @escaping @Sendable (RecordTable) -> Result, take: (Result) -> Void
    ) throws {
        let file = try ByteSource(path)
        var rest: [UInt8] = []
        var layout: Layout?
        while true {
            var pieces: [[UInt8]] = []
            while pieces.count < workers.count * 2, let piece = try Self.nextPiece(file, &rest) { pieces.append(piece) }
            guard !pieces.isEmpty else { break }
            if layout == nil { layout = try Layout(&pieces[0], others) }
            guard let known = layout else { break }
            let ready = pieces
            for result in workers.map(ready.count, { read(known.table(of: ready[$0])) }) { take(result) }
        }
        try file.close()
        guard layout != nil else { throw Refusal(.invalid, "The file is empty. It needs a first row of column names.") }
    }

    /// The next whole rows; what is left of the last one is kept for the next piece.
    private static func nextPiece(_ file: ByteSource, _ rest: inout [UInt8]) throws -> [UInt8]? {
        while let more = try file.next(pieceSize) {
            rest += more
            guard let end = rest.withUnsafeBufferPointer(CSVScanner.endOfWholeRows) else { continue }
            let piece = Array(rest[..<end])
            rest.removeSubrange(..<end)
            return piece
        }
        guard !rest.isEmpty else { return nil }
        defer { rest = [] }
        return rest
    }

    /// How the file is written.
    private struct Layout: Sendable {
        let columns: MatchColumns
        let delimiter: CSVDelimiter

        /// Takes the header off the first piece.
        init(_ piece: inout [UInt8], _ others: [String: String]) throws {
            if piece.starts(with: [0xef, 0xbb, 0xbf]) { piece.removeFirst(3) }
            guard !piece.prefix(1_000).contains(0) else {
                throw Refusal(.invalid, "The file is not text. Save it as CSV UTF-8.")
            }
            let end = piece.withUnsafeBufferPointer { bytes in
                bytes.firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
            }
            let line = Array(piece[..<end])
            delimiter = CSVDelimiter.detect(inFirstLineOf: line[...])
            var scanner = CSVScanner(delimiter: delimiter)
            var header: [String] = []
            line.withUnsafeBufferPointer { bytes in
                scanner.forEachRow(in: bytes) { cells in header = cells.map { String(decoding: $0, as: UTF8.self) } }
            }
            columns = try MatchColumns(header: header, others: others)
            piece.removeSubrange(..<end)
        }

        func table(of piece: [UInt8]) -> RecordTable {
            var table = RecordTable()
            var scanner = CSVScanner(delimiter: delimiter)
            piece.withUnsafeBufferPointer { bytes in
                scanner.forEachRow(in: bytes) { table.append(columns.record($0)) }
            }
            return table
        }
    }
}

/// The bytes of a file, unpacked by gzip where its name ends in .gz.
private final class ByteSource {
    private let handle: FileHandle
    private let process: Process?

    init(_ path: String) throws {
        guard FileManager.default.isReadableFile(atPath: path), let file = FileHandle(forReadingAtPath: path) else {
            throw Refusal(.invalid, "The file cannot be read. Check its path and permissions.")
        }
        guard path.hasSuffix(".gz") else {
            (handle, process) = (file, nil)
            return
        }
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["gzip", "--decompress", "--stdout"]
        process.standardInput = file
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        (handle, self.process) = (pipe.fileHandleForReading, process)
    }

    func next(_ count: Int) throws -> [UInt8]? {
        guard let data = try handle.read(upToCount: count), !data.isEmpty else { return nil }
        return Array(data)
    }

    func close() throws {
        try handle.close()
        process?.waitUntilExit()
        if let process, process.terminationStatus != 0 {
            throw Refusal(.invalid, "The file cannot be unpacked: it is not what gzip makes, or it is cut off.")
        }
    }
}
