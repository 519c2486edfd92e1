internal import Crypto
internal import Foundation

/// A file read piece by piece, whatever its size.
enum FileChunks {
    /// Large enough that reading costs nothing, small enough to stay in cache.
    private static let size = 1 << 18

    /// A function that gives the next bytes of a file, and `nil` at its end.
    static func source(of file: URL) throws -> () throws -> [UInt8]? {
        let handle = try open(file)
        return {
            guard let data = try handle.read(upToCount: size), !data.isEmpty else { return nil }
            return [UInt8](data)
        }
    }

    static func sha256(of file: URL) throws -> [UInt8] {
        let next = try source(of: file)
        var hash = SHA256()
        while let chunk = try next() { hash.update(data: chunk) }
        return Array(hash.finalize())
    }

    private static func open(_ file: URL) throws -> FileHandle {
        do {
            return try FileHandle(forReadingFrom: file)
        } catch {
            throw Refusal(.notFound, "There is no file of this name that can be read. Check the path.")
        }
    }
}
