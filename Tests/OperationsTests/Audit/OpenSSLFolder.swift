import Dispatch
import Foundation

/// Files for one call of OpenSSL.
struct OpenSSLFolder {
    private let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "openssl-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    func remove() {
        try? FileManager.default.removeItem(at: url)
    }

    func path(_ name: String) -> String { url.appending(path: name).path() }

    func write(_ name: String, _ bytes: some Sequence<UInt8>) throws {
        try Data(bytes).write(to: url.appending(path: name))
    }

    func decoded(_ base64: String?) -> Data {
        base64.flatMap { Data(base64Encoded: $0) } ?? Data()
    }
}

/// Holds a transaction open until a test lets it go; blocks only the queue of its connection.
struct Gate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    func open() { semaphore.signal() }
    func wait() { _ = semaphore.wait(timeout: .now() + 30) }
}
