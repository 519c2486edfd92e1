internal import Dispatch
internal import Synchronization

/// A second transaction beside the one at hand, on a connection and a thread of its own.
///
/// It does its work at once and then waits: it commits when whoever began it says so, and is undone where they let go of
/// it. The two are two transactions: whoever dies between their commits leaves the first one done.
public final class SecondHand: Sendable {
    private struct Undone: Error {}

    private let connection = Connection()
    private let decision = Mutex(false)
    private let failure = Mutex<(any Error)?>(nil)
    private let hasWorked = DispatchSemaphore(value: 0)
    private let hasDecided = DispatchSemaphore(value: 0)
    private let hasEnded = DispatchSemaphore(value: 0)

    init(
        url: String, _ transaction: Transaction, deadline: Deadline,
        _ body: @escaping @Sendable (borrowing Session) throws -> Void
    ) {
        connection.onQueue { connection in
            do {
                try connection.open(url, until: deadline)
                try transaction.run(on: connection) { session in
                    try body(session)
                    self.hasWorked.signal()
                    self.hasDecided.wait()
                    guard self.decision.withLock({ $0 }) else { throw Undone() }
                }
            } catch {
                self.failure.withLock { $0 = error }
                self.hasWorked.signal()
            }
            connection.close()
            self.hasEnded.signal()
        }
    }

    /// Waits until the work is done.
    ///
    /// - Throws: what made it fail; it is undone then.
    public func wait() throws {
        hasWorked.wait()
        hasWorked.signal()
        if let failure = failure.withLock({ $0 }) { throw failure }
    }

    /// Commits.
    ///
    /// - Throws: what made the work fail, or ``PostgresError`` of kind `outcomeUnknown`.
    public func commit() throws {
        try wait()
        decide(true)
        if let failure = failure.withLock({ $0 }) { throw failure }
    }

    /// Undoes the work, whatever has become of it so far.
    public func abandon() {
        connection.interruption.raise()
        decide(false)
    }

    private func decide(_ commits: Bool) {
        decision.withLock { $0 = commits }
        hasDecided.signal()
        hasEnded.wait()
        hasEnded.signal()
    }
}

extension Session {
    /// Whether the transaction may have others beside it: not where it is only tried and taken back.
    public var mayHaveSecondHand: Bool { secondHandURL != nil }

    /// Begins a transaction beside this one.
    ///
    /// - Throws: ``PostgresError`` of kind `notConnected` where there may be none.
    public func beside(
        _ context: TransactionContext, timeout: Duration, _ body: @escaping @Sendable (borrowing Session) throws -> Void
    ) throws -> SecondHand {
        guard let url = secondHandURL else { throw PostgresError(.notConnected) }
        let transaction = Transaction(
            begin: "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE", context: context, timeout: timeout)
        return SecondHand(url: url, transaction, deadline: deadline, body)
    }
}
