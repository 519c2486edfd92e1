import Foundation
import Jobs
import Logging
import Postgres
import ServiceLifecycle
import Store
import TestDatabase
import Testing

@Suite struct `workers` {
    @Test func `fire a schedule once in each period, four of them together`() async throws {
        try await JobBench.with { bench in
            let schedule = Schedule(JobBench.kind, every: .seconds(1))
            let workers = (1...4).map { bench.worker("w\($0)", schedules: [schedule]) }
            try await bench.with(workers) {
                try await bench.wait("three periods") { try await bench.effects() >= 3 }
            }
            let periods = try await bench.texts("SELECT scheduled_for::text AS text FROM job")
            let done = try await bench.effects()
            #expect(Set(periods).count == periods.count)
            #expect(periods.count - done <= 1)
            let span = try await bench.texts(
                "SELECT extract(epoch FROM max(scheduled_for) - min(scheduled_for))::integer::text AS text FROM job")
            // Where the machine is busy a period passes unfired; none ever fires twice.
            #expect(span.compactMap { Int($0) }.allSatisfy { $0 >= periods.count - 1 })
        }
    }

    @Test func `fire for now alone what nobody was there to fire`() async throws {
        try await JobBench.with { bench in
            let schedule = Schedule(JobBench.kind, every: .seconds(86_400))
            try await bench.test.script(
                "INSERT INTO job_schedule (name, fired_for) VALUES ('try_out', '2020-01-01')")
            try await bench.with([bench.worker("w", schedules: [schedule])]) {
                try await bench.wait("fired") { try await bench.effects() == 1 }
            }
            let states = try await bench.states()
            #expect(states == ["done 1"])
        }
    }

    @Test func `hear of new work at once, and find it by looking when nobody tells them`() async throws {
        try await JobBench.with { bench in
            // Looks so rarely that only a notice can be the cause.
            let listening = bench.worker("w") {
                $0.pollInterval = .seconds(120)
                $0.listenURL = bench.test.url
            }
            try await bench.with([listening]) {
                try await bench.wait("listens") {
                    let found = try await bench.texts(
                        "SELECT 'yes' AS text FROM pg_stat_activity WHERE query LIKE 'LISTEN %'"
                            + " AND datname = current_database()")
                    return !found.isEmpty
                }
                try await bench.enqueue()
                try await bench.wait("heard") { try await bench.effects() == 1 }
            }
            let looking = bench.worker("w") { $0.listenURL = bench.test.url }
            try await bench.with([looking]) {
                try await bench.test.script(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE datname = current_database() AND query LIKE 'LISTEN %'
                    """)
                try await bench.enqueue()
                try await bench.wait("looked") { try await bench.effects() == 2 }
            }
        }
    }

    @Test func `work through PgBouncer in transaction mode, and register nothing there`() async throws {
        try await JobBench.with { bench in
            try await PgBouncer.with(bench.test, connections: 2) { bouncer in
                let worker = bench.worker("w", through: bouncer.url) { $0.listenURL = bouncer.url }
                try await bench.enqueue(20)
                try await bench.with([worker]) {
                    try await bench.wait("done") { try await bench.states() == ["done 20"] }
                    try await bench.wait("told") { bench.said.all.contains { $0.contains("a pooler stands before") } }
                }
                let listening = try await bench.texts(
                    "SELECT query AS text FROM pg_stat_activity WHERE query LIKE 'LISTEN %'"
                        + " AND datname = current_database()")
                #expect(listening == [])
            }
        }
    }

    @Test func `told to stop let what runs end, and claim nothing more`() async throws {
        try await JobBench.with { bench in
            let began = SaidLines()
            let slow = bench.effect { _ in
                began.add("began")
                try await Task.sleep(for: .milliseconds(700))
            }
            try await bench.enqueue(3)
            try await bench.stop(bench.worker("w", handlers: [slow]) { $0.concurrency = 1 }) {
                try await bench.wait("began") { began.all.count == 1 }
            }
            let states = try await bench.states()
            #expect(states == ["done 1", "queued 2"])
        }
    }

    @Test func `told to stop give back what does not end, and the attempt does not count`() async throws {
        try await JobBench.with { bench in
            let began = SaidLines()
            let endless = bench.effect { _ in
                began.add("began")
                try await Task.sleep(for: .seconds(600))
            }
            let jobs = try await bench.enqueue(attempts: 1)
            try await bench.stop(bench.worker("w", handlers: [endless]) { $0.drainTimeout = .milliseconds(100) }) {
                try await bench.wait("began") { began.all.count == 1 }
            }
            let job = try await bench.test.database.read(.queueing) { try $0.job(jobs[0]) }
            #expect(job?.state == .queued)
            #expect(job?.maximumAttempts == 2)
            try await bench.with([bench.worker("next")]) {
                try await bench.wait("done") { try await bench.states() == ["done 1"] }
            }
            let attempts = try await bench.texts("SELECT attempt::text AS text FROM effect")
            #expect(attempts == ["2"])
        }
    }

    @Test func `call off what takes too long, and what they could not renew`() async throws {
        try await JobBench.with { bench in
            let database = bench.test.database
            let endless = JobHandler(JobBench.kind, timeout: .milliseconds(200)) { _ in
                try await Task.sleep(for: .seconds(600))
                return .done()
            }
            let jobs = try await bench.enqueue(attempts: 1)
            try await bench.with([bench.worker("w", handlers: [endless])]) {
                try await bench.wait("dead") { try await bench.states() == ["dead 1"] }
            }
            let late = try await database.read(.queueing) { try $0.job(jobs[0]) }
            #expect(late?.errorCode == "timed_out")

            // Somebody else has the job: the next heartbeat tells, and the work is called off.
            let began = SaidLines()
            let patient = JobHandler(JobBench.kind) { _ in
                began.add("began")
                do {
                    try await Task.sleep(for: .seconds(600))
                } catch {
                    began.add("called off")
                    throw error
                }
                return .done()
            }
            try await bench.enqueue()
            try await bench.with([bench.worker("w", handlers: [patient]) { $0.lease = .seconds(1) }]) {
                try await bench.wait("began") { began.all == ["began"] }
                try await bench.test.script("UPDATE job SET attempt = attempt + 1 WHERE state = 'running'")
                try await bench.wait("called off") { began.all == ["began", "called off"] }
            }
        }
    }

    @Test func `run once do all that is due and end`() async throws {
        try await JobBench.with { bench in
            try await bench.enqueue(30)
            try await bench.worker("w") { $0.onlyOnce = true }.run()
            let states = try await bench.states()
            #expect(states == ["done 30"])
        }
    }
}

extension JobBench {
    /// Runs a worker until `body` ends, then tells it to stop as SIGTERM does, and waits for its end.
    fileprivate func stop(_ worker: JobWorker, after body: () async throws -> Void) async throws {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [.init(service: worker, successTerminationBehavior: .gracefullyShutdownGroup)],
                logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            try await body()
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }
}
