internal import CLibPQ
internal import Glibc

/// Hears the notices (`NOTIFY`) of one channel, on a connection of its own.
///
/// A notice is a hint and no more: it may be lost with its connection, and behind a pooler there are none. Whoever
/// listens also looks by itself from time to time.
///
/// Session-level state is allowed here, since nobody else ever gets this connection.
public struct Listener: Sendable {
    private let url: String
    private let channel: StaticString

    public init(url: String, channel: StaticString) {
        self.url = url
        self.channel = channel
    }

    /// What became of one connection.
    public enum End: Sendable {
        /// The connection broke, or could not be made: try again later.
        case lost
        /// A pooler stands between: it would keep the registration for somebody else, so nothing was registered.
        case pooled
    }

    /// Calls `heard` for each batch of notices until the connection is lost or the task is cancelled.
    public func listen(_ heard: @escaping @Sendable () -> Void) async -> End {
        let connection = Connection()
        let (url, channel) = (url, channel)
        do {
            return try await connection.run { connection in
                try connection.open(url, until: .after(.seconds(5)))
                defer { connection.close() }
                guard try connection.isDirect() else { return .pooled }
                _ = try connection.runScript("LISTEN \(channel)", until: .after(.seconds(5)))
                // What was sent before anybody listened is found by looking.
                heard()
                while try connection.waitForNotices() { heard() }
                return .lost
            }
        } catch {
            return .lost
        }
    }
}

extension Connection {
    /// Whether the server at the other end is the one that the connection was made to: a pooler makes up its own key.
    fileprivate func isDirect() throws -> Bool {
        let answer = try runScript("SELECT pg_backend_pid()", until: .after(.seconds(5)))
        guard answer.rowCount == 1, let text = PQgetvalue(answer.pointer, 0, 0) else { return false }
        return String(cString: text) == String(PQbackendPID(handle))
    }

    /// Waits until notices have come; false once the connection is gone or the caller was cancelled.
    fileprivate func waitForNotices() throws -> Bool {
        while PQconsumeInput(handle) == 1, PQstatus(handle) == CONNECTION_OK {
            var hasHeard = false
            while let notice = PQnotifies(handle) {
                PQfreemem(notice)
                hasHeard = true
            }
            if hasHeard { return true }
            var descriptors = [
                pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0),
                pollfd(fd: interruption.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            // Up to a minute, so that a connection that died silently is noticed by the next look at it.
            let ready = poll(&descriptors, 2, 60_000)
            guard ready >= 0 || errno == EINTR, descriptors[1].revents == 0 else { return false }
            if ready == 0 { _ = try runScript("SELECT 1", until: .after(.seconds(5))) }
        }
        return false
    }
}
