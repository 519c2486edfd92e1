import Foundation
import Jobs
import Logging
import Postgres
import Store
import Synchronization
import TestDatabase

/// A queue to try workers on, with a table in which their effects are counted.
struct JobBench: Sendable {
    let test: TestDatabase
    /// What the workers said, as `level message error_code`.
    let said = SaidLines()

    static let kind = JobKind("try_out")

    static func with(_ body: (JobBench) async throws -> Void) async throws {
        try await TestDatabase.with { test in
            try await test.script(
                """
                CREATE TABLE outreach.effect (job_id uuid NOT NULL, attempt integer NOT NULL);
                ALTER TABLE outreach.effect OWNER TO outreach_owner;
                GRANT SELECT, INSERT ON outreach.effect TO outreach_service;
                """)
            try await body(JobBench(test: test))
        }
    }

    @discardableResult
    func enqueue(
        _ count: Int = 1, kind: JobKind = Self.kind, payload: [String: String] = [:], attempts: Int = 3
    ) async throws -> [JobID] {
        try await test.database.write(.queueing) { session in
            try (0..<count).map { _ in
                try session.enqueue(NewJob(kind, payload: payload, maximumAttempts: attempts)).id
            }
        }
    }

    /// A worker that looks every 20 ms and writes an effect for each job; `alone` keeps it from hearing notices.
    func worker(
        _ name: String, handlers: [JobHandler]? = nil, schedules: [Schedule] = [], through url: String? = nil,
        change: (inout JobWorker.Configuration) -> Void = { _ in }
    ) -> JobWorker {
        var configuration = JobWorker.Configuration(name: name)
        configuration.pollInterval = .milliseconds(20)
        configuration.drainTimeout = .seconds(5)
        change(&configuration)
        let logger = Logger.saying(to: said)
        return JobWorker(
            database: url.map { Database(Database.Configuration(url: $0)) } ?? test.database,
            handlers: handlers ?? [effect()], schedules: schedules,
            configuration: configuration, logger: logger)
    }

    /// Writes one row for each job, in the transaction that ends it.
    func effect(
        _ kind: JobKind = Self.kind, first: @escaping @Sendable (ClaimedJob) async throws -> Void = { _ in }
    )
        -> JobHandler
    {
        let database = test.database
        return JobHandler(kind, backoff: Backoff(first: .milliseconds(10), longest: .milliseconds(20))) { job in
            try await first(job)
            return try await job.write(to: database, .queueing) { session in
                try session.execute(
                    Query(name: "test", text: "INSERT INTO effect VALUES ($1::uuid, $2::integer)"), job.lease.job,
                    job.lease.attempt)
                return [:]
            }
        }
    }

    /// Runs workers beside `body`, and ends them with it.
    func with(_ workers: [JobWorker], _ body: () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in workers { group.addTask { try await worker.run() } }
            try await body()
            group.cancelAll()
        }
    }

    func texts(_ query: String) async throws -> [String] { try await test.texts(query) }

    /// How many jobs are in each state, as `done 3`.
    func states() async throws -> [String] {
        try await texts("SELECT state || ' ' || count(*) AS text FROM job GROUP BY state ORDER BY state")
    }

    func effects() async throws -> Int {
        Int(try await texts("SELECT count(*)::text AS text FROM effect")[0]) ?? -1
    }

    /// Waits until something is so, for half a minute at most.
    func wait(_ what: String, until isSo: () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(30)
        while try await !isSo() {
            guard ContinuousClock.now < deadline else { throw NeverHappened(what: what) }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    struct NeverHappened: Error {
        let what: String
    }
}

/// What was logged, for a test to read.
final class SaidLines: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock(\.self) }

    func add(_ line: String) { lines.withLock { $0.append(line) } }
}

extension Logger {
    /// A logger whose lines a test reads.
    static func saying(to said: SaidLines) -> Logger {
        var logger = Logger(label: "test") { _ in SaidHandler(said: said) }
        logger.logLevel = .debug
        return logger
    }
}

private struct SaidHandler: LogHandler {
    let said: SaidLines
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .debug

    init(said: SaidLines) { self.said = said }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let codes = event.metadata?.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" } ?? []
        said.add(([event.level.rawValue, "\(event.message)"] + codes).joined(separator: " "))
    }
}
