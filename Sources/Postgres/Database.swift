/// The door to PostgreSQL for everything ordinary: transactions as synchronous closures on borrowed sessions.
public struct Database: Sendable {
    /// How a database is reached and how long things may take.
    public struct Configuration: Sendable {
        /// A connection URI or keyword string as libpq reads it.
        public var url: String
        /// How many connections may stand at once.
        ///
        /// More than about 8 makes reads slower on two cores.
        public var maximumConnections = 8
        /// How many callers may wait for a connection; the next one is refused at once.
        public var maximumWaiters = 256
        /// How long a caller waits for a free connection, and a connection for its server.
        public var acquireTimeout: Duration = .seconds(2)
        /// How long a transaction may take, where its caller does not say otherwise.
        public var transactionTimeout: Duration = .seconds(5)
        /// How often a transaction that lost a conflict is run again.
        public var maximumAttempts = 5

        public init(url: String) {
            self.url = url
        }
    }

    /// How the connections stand at a moment.
    public struct PoolStatistics: Sendable {
        public let idle: Int
        public let busy: Int
        /// Callers in the queue.
        public let waiters: Int
    }

    private let configuration: Configuration
    private let pool: ConnectionPool

    public init(_ configuration: Configuration) {
        self.configuration = configuration
        pool = ConnectionPool(configuration)
    }

    /// How many connections there are, and who waits for one.
    public func poolStatistics() async -> PoolStatistics {
        await pool.statistics()
    }

    /// Runs `body` in a read-only transaction on one snapshot.
    ///
    /// - Throws: what `body` throws, or ``PostgresError``.
    public func read<Result: Sendable>(
        _ context: TransactionContext, _ body: @escaping @Sendable (borrowing Session) throws -> Result
    ) async throws -> Result {
        try await transact("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", context, body)
    }

    /// Runs `body` in a transaction and commits it; whatever `body` throws undoes it.
    ///
    /// A transaction that loses a conflict is run again, so `body` does nothing but work on its session.
    ///
    /// - Throws: what `body` throws, or ``PostgresError``; kind `outcomeUnknown` where COMMIT got no answer.
    @discardableResult
    public func write<Result: Sendable>(
        _ context: TransactionContext, _ body: @escaping @Sendable (borrowing Session) throws -> Result
    ) async throws -> Result {
        try await transact("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE", context, body)
    }

    /// Closes every idle connection; those in use close when they come back.
    public func close() async {
        await pool.close()
    }

    private func transact<Result: Sendable>(
        _ begin: String, _ context: TransactionContext,
        _ body: @escaping @Sendable (borrowing Session) throws -> Result
    ) async throws -> Result {
        var attempt = 1
        while true {
            do {
                return try await transactOnce(begin, context, body)
            } catch let error as PostgresError
                where error.sqlState?.isConflict == true && attempt < configuration.maximumAttempts
            {
                attempt += 1
                try await Task.sleep(for: .milliseconds(Int.random(in: 1...(10 << attempt))))
            }
        }
    }

    private func transactOnce<Result: Sendable>(
        _ begin: String, _ context: TransactionContext,
        _ body: @escaping @Sendable (borrowing Session) throws -> Result
    ) async throws -> Result {
        let timeout = context.timeout ?? configuration.transactionTimeout
        var stale = 0
        while true {
            let connection = try await pool.acquire()
            let transaction = Transaction(begin: begin, context: context, timeout: timeout)
            do {
                let result = try await connection.run { try transaction.run(on: $0, body) }
                await pool.release(connection)
                return result
            } catch let failure as Transaction.NotBegun where failure.connectionWasStale {
                await pool.release(connection)
                stale += 1
                // A server that restarted leaves every idle connection dead: each may fail once, then it is an error.
                guard stale <= configuration.maximumConnections else { throw failure.error }
            } catch let failure as Transaction.NotBegun {
                await pool.release(connection)
                throw failure.error
            } catch {
                await pool.release(connection)
                throw error
            }
        }
    }
}
