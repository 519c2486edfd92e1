package import Postgres
internal import Store

/// What a worker does for the jobs of one kind.
package struct JobHandler: Sendable {
    package let kind: JobKind
    /// How long one attempt may take; then it has failed.
    package let timeout: Duration
    package let backoff: Backoff
    let run: @Sendable (ClaimedJob) async throws -> JobOutcome

    /// - Parameters:
    ///   - kind: the jobs it does.
    ///   - timeout: how long one attempt may take.
    ///   - backoff: the pauses between attempts.
    ///   - run: does one. It may run twice when a process dies: its effect either is the same the second time, or is
    ///     written through ``ClaimedJob/write(to:_:_:)``.
    package init(
        _ kind: JobKind, timeout: Duration = .seconds(3_600), backoff: Backoff = Backoff(),
        run: @escaping @Sendable (ClaimedJob) async throws -> JobOutcome
    ) {
        self.kind = kind
        self.timeout = timeout
        self.backoff = backoff
        self.run = run
    }
}

/// What became of an attempt that did not fail.
package enum JobOutcome: Sendable {
    /// Done; the worker writes it down, with identifiers and counts.
    case done([String: String] = [:])
    /// Done, and written down in the transaction of the effect.
    case finished
}

/// A failure that says whether another attempt can help.
package protocol JobFailure: Error {
    /// Letters, digits and underscores, at most a hundred: never a text from outside.
    var jobErrorCode: String { get }
    /// Whether the job is dead at once.
    var isFinal: Bool { get }
}

extension ClaimedJob {
    /// Writes the effect and the end of the job in one transaction: it happens once, whatever dies or hangs.
    ///
    /// - Throws: ``JobLost`` where the lease ran out meanwhile; nothing is written then.
    package func write(
        to database: Database, _ context: TransactionContext,
        _ effect: @escaping @Sendable (borrowing Session) throws -> [String: String]
    ) async throws -> JobOutcome {
        let lease = lease
        try await database.write(context.traced(by: trace)) { session in
            try session.fence(lease)
            try session.finish(lease, result: effect(session))
        }
        return .finished
    }
}
