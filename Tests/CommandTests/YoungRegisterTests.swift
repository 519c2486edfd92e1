import Foundation
import TestDatabase
import Testing

@Suite struct `in a register whose tables nobody has analysed` {
    /// The planner knows nothing of them and takes one index for as good as another. Told by time it would depend on the
    /// machine: what is read for each pair of people, and not for each person, is seen by the count of rows.
    @Test func `a run, its undoing and the next run read of each table a few rows for each person`() async throws {
        let count = 2_000
        let mostRowsForEach = 20
        try await TestDatabase.with { test in
            try await Crowd.make(count, in: test)
            var earlier = try await Self.rowsRead(in: test)
            let own = try await Self.connections(to: test)
            for arguments in [["reconcile", "run"], ["reconcile", "undo", "RUN"], ["reconcile", "run"]] {
                let run = try await test.texts(
                    "SELECT run_id::text AS text FROM reconcile_run ORDER BY started_at DESC LIMIT 1")
                let output = try await Outreach.run(
                    arguments.map { $0 == "RUN" ? run.first ?? "" : $0 }, on: test.url)
                #expect(output.status == 0, "\(output.standardError)")
                // A server process counts what it has read when its connection ends, which is after the program's end.
                while try await !Self.connections(to: test).isSubset(of: own) {
                    try await Task.sleep(for: .milliseconds(20))
                }
                let now = try await Self.rowsRead(in: test)
                for (table, rows) in now {
                    let read = rows - earlier[table, default: 0]
                    #expect(read <= mostRowsForEach * count, "\(arguments) \(table)")
                }
                earlier = now
            }
        }
    }

    private static func connections(to test: TestDatabase) async throws -> Set<String> {
        Set(
            try await test.texts(
                "SELECT pid::text AS text FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'"))
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
