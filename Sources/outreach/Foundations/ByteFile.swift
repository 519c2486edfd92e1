import Foundation
import Operations

/// Files that a command reads or writes piece by piece.
enum ByteFile {
    private static let pieceSize = 1 << 16

    /// A source of the file's bytes; `-` is standard input.
    ///
    /// - Throws: ``Refusal`` where the file cannot be read.
    static func source(_ path: String) throws -> () throws -> [UInt8]? {
        let file = path == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: path)
        guard let file else { throw Refusal(.invalid, "The file cannot be read. Check its path and permissions.") }
        return {
            guard let piece = try file.read(upToCount: pieceSize), !piece.isEmpty else { return nil }
            return Array(piece)
        }
    }

    /// The whole of a file that is small enough: the limit of a file of workers.
    ///
    /// - Throws: ``Refusal`` where the file cannot be read or is too large.
    static func read(_ path: String, upTo limit: Int = 10 << 20) throws -> [UInt8] {
        let next = try source(path)
        var bytes: [UInt8] = []
        while let piece = try next() {
            bytes += piece
            guard bytes.count <= limit else {
                throw Refusal(.invalid, "The file is larger than \(limit >> 20) MiB. Send it in parts.")
            }
        }
        return bytes
    }

    /// A new file that only its owner can read, or standard output where no path is given.
    ///
    /// - Throws: ``Refusal`` where there is a file already, or none can be made.
    static func destination(_ path: String?) throws -> FileHandle {
        guard let path else { return .standardOutput }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        guard descriptor >= 0 else {
            throw Refusal(.invalid, "The file cannot be made. Name a new one in a folder that is there.")
        }
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    /// Writes a file whole, in the place of one that is there, so that only its owner can read it.
    ///
    /// - Throws: ``Refusal`` where it cannot be written; the old file is then as it was.
    static func replace(_ path: String, with bytes: [UInt8]) throws {
        let unfinished = "\(path).\(UUID().uuidString)"
        let file = try destination(unfinished)
        do {
            try file.write(contentsOf: bytes)
            try file.close()
            guard rename(unfinished, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
        } catch {
            unlink(unfinished)
            throw Refusal(.invalid, "The file cannot be written. Is there room, and a folder of this name?")
        }
    }
}
