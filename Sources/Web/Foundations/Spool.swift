import Foundation
import Hummingbird
import NIOCore

/// Large bodies wait in a file of their own, readable by nobody else and removed whatever happens.
extension Exchange {
    /// Writes the body to a file and gives it to `body`.
    ///
    /// - Throws: ``Problem`` where it is larger than the limit or there is no room; nothing is kept then.
    func withSpooledBody(
        upTo limit: Int, _ body: (URL) async throws -> Response
    ) async throws -> Response {
        let url = try Spool.newFile()
        defer { unlink(url.path) }
        let file = try FileHandle(forWritingTo: url)
        var size = 0
        try await receive { piece in
            size += piece.readableBytes
            guard size <= limit else {
                throw Problem(
                    .contentTooLarge, "body_too_large", "The body is larger than \(limit) bytes. Send less at once.",
                    headers: [.connection: "close"])
            }
            try Spool.write { try file.write(contentsOf: Data(piece.readableBytesView)) }
        }
        try Spool.write { try file.close() }
        return try await body(url)
    }

    /// Answers with what `fill` writes, sent piece by piece.
    func spooledAnswer(type: String, _ fill: (FileHandle) async throws -> Void) async throws -> Response {
        let url = try Spool.newFile()
        // Open it stays readable; without a name nobody else finds it, and it goes with the process.
        let file = try FileHandle(forUpdating: url)
        unlink(url.path)
        try await fill(file)
        try file.seek(toOffset: 0)
        return Response(
            status: .ok, headers: [.contentType: type],
            body: ResponseBody { writer in
                while let piece = try file.read(upToCount: 1 << 16), !piece.isEmpty {
                    try await writer.write(ByteBuffer(bytes: piece))
                }
                try await writer.finish(nil)
            })
    }
}

private enum Spool {
    /// A file that only this user may read, in the folder for temporary files (`TMPDIR`).
    static func newFile() throws -> URL {
        let url = FileManager.default.temporaryDirectory.appending(path: "outreach-\(UUID().uuidString)")
        let descriptor = open(url.path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        guard descriptor >= 0 else { throw noRoom }
        close(descriptor)
        return url
    }

    static func write(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch {
            throw noRoom
        }
    }

    private static var noRoom: Problem {
        Problem(
            HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage"), "no_room",
            "The service has no room for the file at this moment; nothing was done. Send it again later.",
            headers: [.retryAfter: "60"])
    }
}
