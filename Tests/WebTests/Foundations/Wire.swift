import Foundation
import Synchronization

/// One connection to the service, byte by byte: it can send what no well-behaved client would.
final class Wire: Sendable {
    /// Nothing came within the time.
    struct TimedOut: Error {}
    struct NotConnected: Error {}

    private let descriptor: Int32
    private let unread = Mutex<[UInt8]>([])
    /// Of its own: the threads of a shared queue are as few as the processor's cores.
    private let queue = DispatchQueue(label: "wire")

    private init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    static func open(_ port: Int) async throws -> Wire {
        try await blocking(on: DispatchQueue(label: "wire")) { Wire(try connected(to: port)) }
    }

    /// Waits by blocking, which no cooperative thread may do.
    private static func blocking<Result: Sendable>(
        on queue: DispatchQueue, _ body: @escaping @Sendable () throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Swift.Result { try body() }) }
        }
    }

    private static func connected(to port: Int) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else {
            close(descriptor)
            throw NotConnected()
        }
        return descriptor
    }

    /// Sends all of it, or as much as the other end takes.
    func send(_ bytes: [UInt8]) async throws {
        try await Self.blocking(on: queue) { [self] in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes {
                    Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                // Whoever has been cut off sees it by reading.
                guard count > 0 else { return }
                rest = rest.dropFirst(count)
            }
        }
    }

    func send(_ text: String) async throws {
        try await send(Array(text.utf8))
    }

    /// Goes away in both directions.
    func hangUp() {
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    /// The next answer, to HEAD one without a body; `nil` where the connection was closed without a whole one.
    ///
    /// - Throws: ``TimedOut``.
    func reply(within time: Duration = .seconds(30), toHead: Bool = false) async throws -> Reply? {
        try await Self.blocking(on: queue) { [self] in
            let deadline = ContinuousClock.now + time
            while true {
                if let reply = takeReply(closed: false, toHead: toHead) { return reply }
                let bytes = try more(until: deadline)
                guard !bytes.isEmpty else { return takeReply(closed: true, toHead: toHead) }
                unread.withLock { $0 += bytes }
            }
        }
    }

    /// Every answer until the connection is closed, or none more has come within the time.
    func replies(within time: Duration) async throws -> (replies: [Reply], isClosed: Bool) {
        var replies: [Reply] = []
        do {
            while let reply = try await reply(within: time) { replies.append(reply) }
            return (replies, true)
        } catch is TimedOut {
            return (replies, false)
        }
    }

    /// Whether the other end closes, without a further answer, within the time.
    func isClosed(within time: Duration) async throws -> Bool {
        do {
            return try await reply(within: time) == nil
        } catch is TimedOut {
            return false
        }
    }

    private func takeReply(closed: Bool, toHead: Bool) -> Reply? {
        unread.withLock { bytes in
            guard let (reply, length) = Reply.parse(bytes, closed: closed, toHead: toHead) else { return nil }
            bytes.removeFirst(length)
            return reply
        }
    }

    /// More bytes; none where the other end has closed.
    private func more(until deadline: ContinuousClock.Instant) throws -> [UInt8] {
        let left = deadline - .now
        var poller = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        let wait = left.components.seconds * 1_000 + left.components.attoseconds / 1_000_000_000_000_000
        guard poll(&poller, 1, Int32(max(0, wait))) > 0 else { throw TimedOut() }
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return count > 0 ? Array(buffer.prefix(count)) : []
    }
}
