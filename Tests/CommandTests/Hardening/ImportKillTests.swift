import Foundation
import TestDatabase
import Testing

private let workers = 5_000

/// A file of workers that is enrolled, interrupted, and enrolled again.
private struct Import {
    let url: String
    let folder: Folder
    let path: String

    init(on url: String) async throws {
        self.url = url
        folder = try Folder()
        path = try folder.file("staff.csv", Staff.file(of: workers, seed: 20_261_120).utf8)
        try await Journey.prepare(on: url)
    }

    func run(out name: String, killed signal: DispatchSemaphore? = nil) async throws -> Command.Output {
        try await Outreach.run(
            ["enrol", "--file", path, "--out", folder.path(name), "--as", "boss@example.org"], on: url,
            killed: signal)
    }

    func answer(_ name: String) throws -> String {
        try String(contentsOf: folder.url.appending(path: name), encoding: .utf8)
    }
}

/// What there is once for each worker.
private let countOfEverything = """
    SELECT concat_ws(' ',
        (SELECT count(*) FROM person), (SELECT count(*) FROM person_details),
        (SELECT count(DISTINCT person_id) FROM identifier WHERE scheme = 'temporary_id'),
        (SELECT count(*) FROM identifier), (SELECT count(*) FROM employment),
        (SELECT count(DISTINCT employer_reference) FROM employment), (SELECT count(*) FROM registration_case),
        (SELECT count(*) FROM registration_case_version), (SELECT count(DISTINCT row_number) FROM upload_row),
        (SELECT count(*) FROM upload_row), (SELECT count(DISTINCT person_id) FROM audit_entry),
        (SELECT count(*) FROM audit_entry WHERE action = 'enrol_worker'),
        (SELECT count(*) FROM upload), (SELECT count(*) FROM audit_entry WHERE action = 'enrol_file')) AS text
    """
private let everythingOnce = Array(repeating: "\(workers)", count: 12).joined(separator: " ") + " 1 1"
private let nothing = Array(repeating: "0", count: 14).joined(separator: " ")

@Suite(.serialized) struct `a file of 5,000 workers` {
    @Test func `is there once after the program was killed at any moment`() async throws {
        try await TestDatabase.with { test in
            let file = try await Import(on: test.url)
            for table in Self.stages {
                let signal = DispatchSemaphore(value: 0)
                let killed = try await Roadblock(at: table, on: test.url).stop {
                    try await file.run(out: "killed.csv", killed: signal)
                } whenItStands: {
                    signal.signal()
                }
                #expect(killed.status == SIGKILL)
                let found = try await Self.settled(test)
                #expect(found == nothing, "killed at \(table)")
            }
            let first = try await file.run(out: "first.csv")
            #expect(first.status == 0, "\(first.standardError)")
            let counts = try await test.texts(countOfEverything)
            #expect(counts == [everythingOnce])
            let again = try await file.run(out: "again.csv")
            #expect(again.standardOutput.hasPrefix("This file was taken before"))
            #expect(try file.answer("again.csv") == file.answer("first.csv"))
            let after = try await test.texts(countOfEverything)
            #expect(after == [everythingOnce])
        }
    }

    /// Tables that are written to one after the other: the moments at which everything ends.
    private static let stages = ["person", "upload_row"]

    /// The counts once the server has undone what it was doing for a client that is gone.
    private static func settled(_ test: TestDatabase) async throws -> String {
        let busy = """
            SELECT count(*)::text AS text FROM pg_stat_activity
            WHERE datname = current_database() AND state <> 'idle' AND pid <> pg_backend_pid()
            """
        for _ in 0..<300 {
            if try await test.texts(busy) == ["0"] { break }
            try await Task.sleep(for: .milliseconds(100))
        }
        return try await test.texts(countOfEverything).joined()
    }

    @Test func `is there once after the server was killed in the middle`() async throws {
        try await TestServer.with { server in
            let migrated = try await Outreach.run("migrate", on: server.url)
            #expect(migrated.status == 0)
            let file = try await Import(on: server.url)
            for table in Self.stages {
                let cut = try await Roadblock(at: table, on: server.url).stop {
                    try await file.run(out: "cut.csv")
                } whenItStands: {
                    try await server.crash()
                }
                #expect([74, 75].contains(cut.status), "\(table): \(cut.standardError)")
                #expect(cut.standardError.hasPrefix("The database "))
                try await server.restart()
            }
            let first = try await file.run(out: "first.csv")
            #expect(first.status == 0, "\(first.standardError)")
            let again = try await file.run(out: "again.csv")
            #expect(again.standardOutput.hasPrefix("This file was taken before"))
            #expect(try file.answer("again.csv") == file.answer("first.csv"))
            let counts = try await Command.run(
                "psql", ["-Atq", "-c", "SET search_path = outreach; \(countOfEverything)", server.url])
            #expect(counts.standardOutput == everythingOnce + "\n")
        }
    }
}
