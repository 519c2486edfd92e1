import Foundation
import Hummingbird
import NIOCore

/// Large bodies and answers wait in files without a name: nobody else finds one, and it goes with the process, even
/// when that is killed.
extension Exchange {
    /// Writes the body to a file and gives it to `body`, readable from its beginning as often as it is opened.
    ///
    /// - Throws: ``Problem`` where it is larger than the limit or there is no room; nothing is kept then.
    func withSpooledBody(
        upTo limit: Int, _ body: (URL) async throws -> Response
    ) async throws -> Response {
        let file = try Spool.newFile()
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
        let response = try await body(URL(filePath: "/proc/self/fd/\(file.fileDescriptor)"))
        // Closed no sooner: the path ends with it.
        try file.close()
        return response
    }

    /// Answers with what `fill` writes, sent piece by piece.
    func spooledAnswer(type: String, _ fill: (FileHandle) async throws -> Void) async throws -> Response {
        let file = try Spool.newFile()
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
    /// A file without a name in the folder for temporary files (`TMPDIR`).
    static func newFile() throws -> FileHandle {
        let path = FileManager.default.temporaryDirectory.appending(path: "outreach-\(UUID().uuidString)").path
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw noRoom }
        unlink(path)
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
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
