/// A bounded set of connections with a bounded queue before it.
actor ConnectionPool {
    private let configuration: Database.Configuration
    private var idle: [Connection] = []
    private var openCount = 0
    private var waiters: [(ticket: Int, continuation: CheckedContinuation<Connection?, any Error>)] = []
    private var lastTicket = 0
    private var isClosed = false

    init(_ configuration: Database.Configuration) {
        self.configuration = configuration
    }

    /// A connection that nobody else uses, opened now where none is idle.
    ///
    /// - Throws: ``PostgresError`` of kind `poolExhausted`, `notConnected` or `cancelled`.
    func acquire() async throws -> Connection {
        if isClosed { throw PostgresError(.notConnected) }
        if let connection = idle.popLast() { return connection }
        if openCount < configuration.maximumConnections {
            openCount += 1
        } else if let connection = try await waitForTurn() {
            return connection
        }
        do {
            return try await open()
        } catch {
            passOn(nil)
            throw error
        }
    }

    /// Takes a connection back; one that is no longer usable makes room for a new one.
    func release(_ connection: Connection) {
        passOn(connection.isUsable && !isClosed ? connection : nil)
    }

    func statistics() -> Database.PoolStatistics {
        Database.PoolStatistics(idle: idle.count, busy: openCount - idle.count, waiters: waiters.count)
    }

    func close() {
        isClosed = true
        openCount -= idle.count
        idle.removeAll()
        for waiter in waiters { waiter.continuation.resume(throwing: PostgresError(.notConnected)) }
        waiters.removeAll()
    }

    /// Gives a connection, or the right to open one, straight to the first in the queue: nobody overtakes.
    private func passOn(_ connection: Connection?) {
        if !waiters.isEmpty {
            waiters.removeFirst().continuation.resume(returning: connection)
        } else if let connection {
            idle.append(connection)
        } else {
            openCount -= 1
        }
    }

    /// Waits for a connection, or for the right to open one (`nil`).
    private func waitForTurn() async throws -> Connection? {
        guard waiters.count < configuration.maximumWaiters else { throw PostgresError(.poolExhausted) }
        lastTicket += 1
        let ticket = lastTicket
        let timeout = Task {
            try await Task.sleep(for: configuration.acquireTimeout)
            refuse(ticket, .poolExhausted)
        }
        defer { timeout.cancel() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { waiters.append((ticket, $0)) }
        } onCancel: {
            Task { await refuse(ticket, .cancelled) }
        }
    }

    private func refuse(_ ticket: Int, _ kind: PostgresError.Kind) {
        guard let index = waiters.firstIndex(where: { $0.ticket == ticket }) else { return }
        waiters.remove(at: index).continuation.resume(throwing: PostgresError(kind))
    }

    /// Connects, trying again while the server is starting up or restarting, within the acquire timeout.
    private func open() async throws -> Connection {
        let deadline = Deadline.after(configuration.acquireTimeout)
        var pause = Duration.milliseconds(20)
        while true {
            let connection = Connection()
            let url = configuration.url
            do {
                try await connection.run { try $0.open(url, until: deadline) }
                return connection
            } catch let error as PostgresError where error.kind == .notConnected && !deadline.hasPassed {
                try await Task.sleep(for: pause)
                pause = min(pause * 2, .milliseconds(200))
            }
        }
    }
}
