import Foundation
import Jobs
import Postgres
import Store
import TestDatabase
import Testing

@Suite struct `the queue` {
    @Test func `keeps one live job of a key, also when fifty ask at once`() async throws {
        try await JobBench.with { bench in
            let answers = try await withThrowingTaskGroup(of: EnqueuedJob.self) { group in
                for _ in 0..<50 {
                    group.addTask {
                        try await bench.test.database.write(.queueing) { session in
                            try session.enqueue(NewJob(JobBench.kind, uniqueKey: "one"))
                        }
                    }
                }
                return try await group.reduce(into: [EnqueuedJob]()) { $0.append($1) }
            }
            #expect(answers.count(where: \.isNew) == 1)
            #expect(Set(answers.map(\.id)).count == 1)
            let found1 = try await bench.states()
            #expect(found1 == ["queued 1"])
        }
    }

    @Test func `forgets a job whose transaction is undone`() async throws {
        struct Undone: Error {}
        try await JobBench.with { bench in
            await #expect(throws: Undone.self) {
                try await bench.test.database.write(.queueing) { session in
                    try session.enqueue(NewJob(JobBench.kind))
                    throw Undone()
                }
            }
            let found2 = try await bench.states()
            #expect(found2 == [])
        }
    }

    @Test func `does each job once with four workers`() async throws {
        try await JobBench.with { bench in
            try await bench.enqueue(200)
            try await bench.with((1...4).map { bench.worker("w\($0)") }) {
                try await bench.wait("all done") { try await bench.states() == ["done 200"] }
            }
            let found3 = try await bench.effects()
            #expect(found3 == 200)
            let workers = try await bench.texts("SELECT DISTINCT attempt::text AS text FROM effect")
            #expect(workers == ["1"])
        }
    }

    @Test func `a poisoned job is dead after its last attempt, alarmed, and stops no other`() async throws {
        try await JobBench.with { bench in
            let poisoned = try await bench.enqueue(payload: ["poison": "yes"])
            // Not even an object, as if another version of the program had written it.
            try await bench.test.script(
                "INSERT INTO job (kind, payload, maximum_attempts) VALUES ('try_out', '[1]', 3)")
            try await bench.enqueue(5)
            let handler = bench.effect { job in
                if job.payload["poison"] != nil { throw Poisoned() }
            }
            try await bench.with([bench.worker("w", handlers: [handler])]) {
                try await bench.wait("dead") { try await bench.states() == ["dead 1", "done 6"] }
            }
            let found = try await bench.test.database.read(.queueing) { try $0.job(poisoned[0]) }
            #expect(found?.attempt == 3)
            #expect(found?.errorCode == "Poisoned")
            let alarms = bench.said.all.filter { $0.hasPrefix("error job dead") }
            #expect(alarms.count == 1)
            #expect(alarms.first?.contains("error_code=Poisoned") == true)
        }
    }

    private struct Poisoned: Error {}

    @Test func `a silent worker is shut out, and its job is done by another`() async throws {
        try await JobBench.with { bench in
            let jobs = try await bench.enqueue()
            let late = JobLease(job: jobs[0], attempt: 1)
            // Claims like a worker and then says nothing more.
            try await bench.test.script(
                """
                UPDATE job SET state = 'running', attempt = 1, leased_by = 'silent', started_at = now(),
                    leased_until = now() - interval '1 second'
                """)
            let (mayEnd, ends) = AsyncStream<Void>.makeStream()
            let patient = bench.effect { _ in for await _ in mayEnd { break } }
            try await bench.with([bench.worker("other", handlers: [patient]) { $0.lease = .seconds(1) }]) {
                try await bench.wait("taken over") {
                    try await bench.texts("SELECT state || attempt AS text FROM job") == ["running2"]
                }
                try await Self.expectShutOut(late, bench)
                ends.yield()
                try await bench.wait("done") { try await bench.states() == ["done 1"] }
            }
            try await Self.expectShutOut(late, bench)
            let attempts = try await bench.texts("SELECT attempt::text AS text FROM effect")
            #expect(attempts == ["2"])
        }
    }

    private static func expectShutOut(_ late: JobLease, _ bench: JobBench) async throws {
        let database = bench.test.database
        await #expect(throws: JobLost.self) {
            try await database.write(.queueing) { session in
                try session.fence(late)
                try session.execute(
                    Query(name: "test", text: "INSERT INTO effect VALUES ($1::uuid, 1)"), late.job)
            }
        }
        await #expect(throws: JobLost.self) { try await database.write(.queueing) { try $0.finish(late) } }
    }

    @Test func `a job that cannot even be claimed stops no other`() async throws {
        try await JobBench.with { bench in
            let jobs = try await bench.enqueue(20)
            try await bench.test.script(
                """
                CREATE FUNCTION outreach.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN RAISE EXCEPTION 'poisoned'; END $$;
                CREATE TRIGGER poison BEFORE UPDATE ON job FOR EACH ROW WHEN (old.job_id = '\(jobs[0])')
                    EXECUTE FUNCTION outreach.refuse();
                """)
            try await bench.with([bench.worker("w")]) {
                try await bench.wait("others done") { try await bench.states() == ["done 19", "queued 1"] }
            }
            #expect(bench.said.all.contains { $0.hasPrefix("error a job cannot be claimed") })
        }
    }

    @Test func `a page of jobs that cannot be rescued hides no other`() async throws {
        try await JobBench.with { bench in
            try await bench.enqueue(250)
            try await bench.test.script(
                """
                UPDATE job SET state = 'running', attempt = 1, leased_by = 'silent',
                    leased_until = now() - interval '1 hour' - row_number * interval '-1 second'
                FROM (SELECT job_id AS id, row_number() OVER (ORDER BY job_id) FROM job) AS numbered
                WHERE id = job_id;
                CREATE FUNCTION outreach.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN RAISE EXCEPTION 'poisoned'; END $$;
                ALTER TABLE job ADD COLUMN poisoned boolean NOT NULL DEFAULT false;
                UPDATE job SET poisoned = true WHERE job_id IN (
                    SELECT job_id FROM job ORDER BY leased_until LIMIT 220);
                CREATE TRIGGER poison BEFORE UPDATE ON job FOR EACH ROW WHEN (old.poisoned)
                    EXECUTE FUNCTION outreach.refuse();
                """)
            try await bench.with([bench.worker("w") { $0.lease = .seconds(3) }]) {
                try await bench.wait("rescued") { try await bench.states() == ["done 30", "running 220"] }
            }
        }
    }

    @Test func `a lease whose effect is being written is renewed by nobody and taken by nobody`() async throws {
        try await JobBench.with { bench in
            let began = SaidLines()
            try await bench.enqueue()
            let database = bench.test.database
            let handler = JobHandler(JobBench.kind) { job in
                try await job.write(to: database, .queueing) { session in
                    began.add("began")
                    // Longer than the lease, within one statement, so that no heartbeat can get at the row.
                    try session.execute(Query(name: "test", text: "SELECT pg_sleep(2.5)"))
                    try session.execute(
                        Query(name: "test", text: "INSERT INTO effect VALUES ($1::uuid, 1)"), job.lease.job)
                    return [:]
                }
            }
            let workers = ["one", "two"].map { name in
                bench.worker(name, handlers: [handler]) { $0.lease = .seconds(1) }
            }
            try await bench.with(workers) {
                try await bench.wait("done") { try await bench.states() == ["done 1"] }
            }
            #expect(began.all == ["began"])
            let found5 = try await bench.effects()
            #expect(found5 == 1)
        }
    }

    @Test func `pauses double, are spread, and have an end`() {
        var generator = SystemRandomNumberGenerator()
        let backoff = Backoff(first: .seconds(2), longest: .seconds(3_600))
        for (attempt, whole) in [(1, 2.0), (2, 4), (5, 32), (12, 3_600), (1_000, 3_600)] {
            let delays = (0..<200).map { _ in backoff.delay(after: attempt, using: &generator).inSeconds }
            #expect(delays.allSatisfy { $0 >= whole / 2 && $0 <= whole })
            #expect(Set(delays).count > 100)
        }
    }
}
