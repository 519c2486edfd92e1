internal import Foundation

/// The door to PostgreSQL for the few hot requests: whatever waits when a connection is free goes as one array
/// statement and one commit.
///
/// One thread owns a few nonblocking connections. There is no timer: a single request goes at once, and the more wait
/// the more share a statement. A batch is one implicit transaction, so it has no actor: its statement takes account and
/// organisation per row. Its statement answers the column `place`, the place of the request in the batch from 1, in
/// ascending order.
public final class BatchLoop: Sendable {
    /// How a database is reached and how much may wait.
    public struct Configuration: Sendable {
        /// A connection URI or keyword string as libpq reads it.
        public var url: String
        /// How many connections the thread owns.
        public var connections = 2
        /// How many requests go as one statement.
        public var batchLimit = 64
        /// How many requests may wait for a connection; the next one is refused at once.
        public var maximumWaiting = 1_024
        /// How long a request may take, waiting included, and a statement on the server.
        public var timeout: Duration = .seconds(5)
        /// How often a request that lost a conflict by itself is sent again.
        public var maximumAttempts = 5
        /// Told on the loop's thread how each batch ended and how many requests it carried: to be counted, at once.
        public var whenEnded: (@Sendable (Ending, Int) -> Void)?

        public init(url: String) {
            self.url = url
        }
    }

    /// How a batch ended.
    public enum Ending: String, CaseIterable, Sendable {
        case answered
        /// The link was gone before it was sent: it waits for the next.
        case unsent
        /// Undone whole, for one request's sake or the database's.
        case failed
        /// Done or not done.
        case unknown
    }

    /// What has gone through the door since it was opened.
    public struct Statistics: Sendable {
        public var waiting = 0
        public var batches = 0
        public var requests = 0
        /// Requests that were sent again by themselves, because somebody's request failed their batch.
        public var retriedAlone = 0
    }

    private let configuration: Configuration
    private let queue: BatchQueue

    /// Starts the thread; it connects when the first request comes.
    ///
    /// - Parameters:
    ///   - configuration: where the database is.
    ///   - context: role, search path and settings of every batch.
    public init(_ configuration: Configuration, _ context: TransactionContext) {
        self.configuration = configuration
        queue = BatchQueue(capacity: configuration.maximumWaiting)
        let (queue, context) = (queue, context)
        let thread = Thread { BatchThread(configuration, context, queue).run() }
        thread.name = "postgres.batches"
        thread.start()
    }

    deinit {
        queue.close()
    }

    public var statistics: Statistics { queue.statistics }

    /// Sends one request as part of the next batch of this statement.
    ///
    /// - Throws: ``PostgresError``: `poolExhausted` at once where too many wait, `outcomeUnknown` where the request was
    ///   sent and its answer did not come.
    public func send(_ query: Query, _ parameters: any PostgresValue...) async throws -> BatchAnswer {
        let request = try BatchRequest(query, parameters, deadline: .after(configuration.timeout))
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { queue.submit(request, $0) }
        } onCancel: {
            queue.cancel(request)
        }
    }

    /// Takes no more requests; those on their way are answered, those that wait are refused.
    public func close() {
        queue.close()
    }
}
