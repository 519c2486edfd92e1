import Foundation
import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

@Suite(.serialized) struct `a kill -9` {
    @Test func `in the middle of a reconcile loses nothing and doubles nothing`() async throws {
        let undisturbed = try await TestDatabase.with { test in
            try await Crowd.make(in: test)
            let output = try await Outreach.run("reconcile", on: test.url)
            #expect(output.status == 0)
            return try await Crowd.state(of: test)
        }
        try await TestDatabase.with { test in
            try await Crowd.make(in: test)
            let process = try start(["reconcile"], on: test)
            // Asked again and again: the moment after the first transaction that writes passes quickly.
            while try await test.texts("SELECT 'yes' AS text FROM trace LIMIT 1").isEmpty, process.isRunning {
                try await Task.sleep(for: .milliseconds(5))
            }
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            let unfinished = try await test.texts(
                "SELECT count(*)::text AS text FROM reconcile_run WHERE finished_at IS NULL")
            #expect(unfinished == ["1"], "the kill came too late to prove anything")

            let output = try await Outreach.run("reconcile", on: test.url)
            #expect(output.status == 0)
            let state = try await Crowd.state(of: test)
            #expect(state == undisturbed)
        }
    }

    @Test func `at any moment of a reconcile, again and again, leaves what an undisturbed run leaves`() async throws {
        let undisturbed = try await TestDatabase.with { test in
            try await Crowd.make(in: test)
            let output = try await Outreach.run("reconcile", on: test.url)
            #expect(output.status == 0)
            return try await Crowd.state(of: test)
        }
        try await TestDatabase.with { test in
            try await Crowd.make(in: test)
            var moments: [Int] = []
            var interrupted = 0
            while moments.count < 12 {
                // From before its first statement to about its last.
                moments.append(Int.random(in: 20...1_500))
                let process = try start(["reconcile"], on: test)
                try await Task.sleep(for: .milliseconds(moments[moments.count - 1]))
                if process.isRunning { interrupted += 1 }
                kill(process.processIdentifier, SIGKILL)
                process.waitUntilExit()
            }
            #expect(interrupted > 0, "every kill came too late to prove anything")
            let output = try await Outreach.run("reconcile", on: test.url)
            #expect(output.status == 0)
            let state = try await Crowd.state(of: test)
            // A run after the last one that finished has traced nobody; what each left counts, not how many there were.
            let kept = state.filter { $0 != "0 0 0 0" }
            #expect(kept == undisturbed, "killed after \(moments) ms")
        }
    }

    @Test func `of a worker in the middle of its job, or a halt of it, leaves the effect once`() async throws {
        let undisturbed = try await TestDatabase.with { test in
            try await Crowd.make(1_500, in: test)
            let output = try await Outreach.run("reconcile", on: test.url)
            #expect(output.status == 0)
            return try await Crowd.state(of: test)
        }
        // The kill comes between two transactions that write; a halt before the first, since a halted process that
        // holds locks is the server's to end.
        for (name, sign) in [(SIGKILL, "trace"), (SIGSTOP, "reconcile_run")] {
            try await TestDatabase.with { test in
                try await Crowd.make(1_500, in: test)
                let asked = try await Outreach.run("reconcile", "--later", on: test.url)
                #expect(asked.status == 0)
                let worker = try start(["work"], on: test, environment: ["OUTREACH_WORK_LEASE_SECONDS": "2"])
                // Asked again and again, as above.
                while try await test.texts("SELECT 'yes' AS text FROM \(sign) LIMIT 1").isEmpty, worker.isRunning {
                    try await Task.sleep(for: .milliseconds(5))
                }
                kill(worker.processIdentifier, name)
                let other = try start(["work"], on: test, environment: ["OUTREACH_WORK_LEASE_SECONDS": "2"])
                try await Self.untilDone(test)
                // Whoever was halted wakes up and finds itself shut out.
                kill(worker.processIdentifier, SIGCONT)
                let running = try await Outreach.run("job", "list", "--state", "done", "--json", on: test.url)
                #expect(running.standardOutput.contains("\"numbered\""))
                for process in [worker, other] {
                    kill(process.processIdentifier, SIGTERM)
                    process.waitUntilExit()
                }
                #expect(other.terminationStatus == 0)
                #expect(worker.terminationStatus == (name == SIGKILL ? SIGKILL : 0))
                let state = try await Crowd.state(of: test)
                #expect(state == undisturbed)
            }
        }
    }

    private static func untilDone(_ test: TestDatabase) async throws {
        for _ in 0..<1_200 {
            let done = try await test.texts(
                "SELECT attempt::text AS text FROM job WHERE kind = 'reconcile' AND state = 'done'")
            if !done.isEmpty {
                #expect(done != ["1"], "the signal came too late to prove anything")
                return
            }
            // Polled: the worker is another process, and tells nobody here when it is done.
            try await Task.sleep(for: .milliseconds(50))
        }
        Issue.record("nobody did the job")
    }

    @Test func `in the middle of a merge leaves nothing, and the same command then merges once`() async throws {
        try await TestDatabase.with { test in
            let people = try await Crowd.make(2, in: test)
            let arguments = [
                "merge", people[0].description, people[1].description, "--reason", "same passport", "--key", "one",
            ]
            // Somebody else holds a lock that the merge needs, so the kill finds it in the middle.
            let steward = try await Members.operatorAccount(in: test, as: .steward)
            try await test.database.write(.acting(as: steward, timeout: .seconds(60))) { session in
                try session.lock([people[1]])
                let process = try start(arguments, on: test)
                // Asked again and again: nobody tells who waits for a lock. The transaction's deadline ends it.
                while try session.first(Crowd.waiting, decode: { try $0.value("waits", as: Bool.self) }) != true {
                    usleep(20_000)
                }
                kill(process.processIdentifier, SIGKILL)
                process.waitUntilExit()
            }
            let left = try await test.texts("SELECT count(*)::text AS text FROM person_merge")
            #expect(left == ["0"])
            for _ in 0..<2 {
                let output = try await Command.run(
                    Outreach.path(), arguments, environment: ["DATABASE_URL": test.url, "OUTREACH_AS": "operator"])
                #expect(output.status == 0)
            }
            let merges = try await test.texts("SELECT count(*)::text AS text FROM person_merge")
            let links = try await test.texts("SELECT count(*)::text AS text FROM person_link WHERE closed_at IS NULL")
            #expect(merges == ["1"])
            #expect(links == ["1"])
        }
    }

    @Test func `in the middle of taking answers takes none, and taken again and again they count once`() async throws {
        try await TestDatabase.with { test in
            try await Crowd.make(300, in: test)
            let folder = try Folder()
            let asked = try await Outreach.run("trace", "export", "--out", folder.path("asked.csv"), on: test.url)
            #expect(asked.status == 0)
            let answers = try folder.file("answers.csv", try await Crowd.answers(in: test).utf8)
            // Traces come after the answers are kept and before anything follows from them.
            let owner = TransactionContext.owning
            try await test.database.write(owner) { session in
                try session.execute(Query(name: "test", text: "LOCK TABLE trace IN ACCESS EXCLUSIVE MODE"))
                let process = try start(["trace", "import", answers], on: test)
                // Asked again and again, as above.
                while try session.first(Crowd.waiting, decode: { try $0.value("waits", as: Bool.self) }) != true {
                    usleep(20_000)
                }
                kill(process.processIdentifier, SIGKILL)
                process.waitUntilExit()
            }
            let left = try await test.texts(
                """
                SELECT count(*)::text AS text FROM trace_batch_row WHERE answered_at IS NOT NULL
                UNION ALL SELECT count(*)::text FROM identifier WHERE scheme = 'nhs_number'
                UNION ALL SELECT count(*)::text FROM trace
                """)
            #expect(left == ["0", "0", "0"])
            var states: [[String]] = []
            for _ in 0..<3 {
                let output = try await Outreach.run("trace", "import", answers, "--json", on: test.url)
                #expect(output.status == 0)
                let state = try await Crowd.state(of: test)
                states.append(state)
            }
            #expect(states[0].contains { $0.contains("999") })
            #expect(states[1] == states[0] && states[2] == states[0])
        }
    }
}

/// Starts the program and does not wait for it.
private func start(
    _ arguments: [String], on test: TestDatabase, environment: [String: String] = [:]
) throws -> Process {
    let process = Process()
    process.executableURL = URL(filePath: try Outreach.path())
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(
        ["DATABASE_URL": test.url, "OUTREACH_AS": "operator"].merging(environment) { $1 }
    ) { $1 }
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
}
