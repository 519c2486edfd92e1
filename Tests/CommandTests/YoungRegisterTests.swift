import Foundation
import TestDatabase
import Testing

/// Tables of which the planner knows nothing, so that one index is as good as another to it.
///
/// Told by time it would depend on the machine: what is read for each pair of people, and not for each person, is seen by
/// the count of rows.
@Suite struct `in a register whose tables nobody has analysed` {
    private static let people = 2_000

    @Test func `a run, its undoing and the next run read of each table a few rows for each person`() async throws {
        try await TestDatabase.with { test in
            try await Crowd.make(Self.people, in: test)
            let meter = try await Meter(test)
            try await meter.run("reconcile", "run")
            let run = try await test.texts("SELECT run_id::text AS text FROM reconcile_run")
            try await meter.run("reconcile", "undo", run[0])
            try await meter.run("reconcile", "run")
        }
    }

    @Test func `a file, the next that repeats it, and its undoing read of each table a few rows for each row`()
        async throws
    {
        try await TestDatabase.with { test in
            let folder = try Folder()
            try await Journey.prepare(on: test.url)
            let file = Staff.file(of: Self.people, seed: 20_261_128)
            let first = try folder.file("first.csv", file.utf8)
            let second = try folder.file("second.csv", (file + "\n").utf8)
            let meter = try await Meter(test)
            for path in [first, second] {
                try await meter.run(
                    "enrol", "--file", path, "--out", folder.path("out.csv"), "--as", "boss@example.org")
            }
            let uploads = try await test.texts("SELECT upload_id::text AS text FROM upload ORDER BY created_at DESC")
            for upload in uploads { try await meter.run("enrol", "undo", upload, "--as", "boss@example.org") }
        }
    }

    /// Counts the rows that commands read.
    private final class Meter {
        private let test: TestDatabase
        private let own: Set<String>
        private var earlier: [String: Int]
        private static let mostRowsForEach = 20

        init(_ test: TestDatabase) async throws {
            self.test = test
            own = try await Self.connections(to: test)
            earlier = try await Self.rowsRead(in: test)
        }

        func run(_ arguments: String...) async throws {
            let output = try await Outreach.run(arguments, on: test.url)
            #expect(output.status == 0, "\(output.standardError)")
            // A server process counts what it has read when its connection ends, which is after the program's end.
            while try await !Self.connections(to: test).isSubset(of: own) {
                try await Task.sleep(for: .milliseconds(20))
            }
            let now = try await Self.rowsRead(in: test)
            for (table, rows) in now {
                let read = rows - earlier[table, default: 0]
                #expect(read <= Self.mostRowsForEach * people, "\(arguments) \(table)")
            }
            earlier = now
        }

        private static func connections(to test: TestDatabase) async throws -> Set<String> {
            Set(
                try await test.texts(
                    """
                    SELECT pid::text AS text FROM pg_stat_activity
                    WHERE datname = current_database() AND backend_type = 'client backend'
                    """))
        }

        private static func rowsRead(in test: TestDatabase) async throws -> [String: Int] {
            let rows = try await test.texts(
                """
                SELECT relname || ' ' || coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) AS text
                FROM pg_stat_user_tables WHERE schemaname = 'outreach'
                """)
            return Dictionary(
                uniqueKeysWithValues: rows.map { row in
                    let parts = row.split(separator: " ")
                    return (String(parts[0]), Int(parts[1]) ?? 0)
                })
        }
    }
}
