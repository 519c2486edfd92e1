import Foundation
import TestDatabase
import Testing

/// A table that nobody may write to for a while.
///
/// Whoever has to write to it comes as far as that and stands there, on a machine that is fast or has other things to
/// do: so that what is to happen in the middle of something does.
struct Roadblock {
    private let table: String
    private let url: String

    init(at table: String, on url: String) {
        (self.table, self.url) = ("outreach.\(table)", url)
    }

    /// Nobody came to the table within a minute.
    struct NobodyCame: Error {
        let table: String
    }

    /// Runs `body` against the locked table, and `whenItStands` as soon as it waits there; then the way is free.
    func stop<Result: Sendable>(
        _ body: @escaping @Sendable () async throws -> Result, whenItStands: () async throws -> Void
    ) async throws -> Result {
        // It ends by being ended, one way or the other.
        async let holding = psql("BEGIN; LOCK TABLE \(table) IN EXCLUSIVE MODE; SELECT pg_sleep(600)")
        try await wait(forLock: "granted")
        let running = Task { try await body() }
        do {
            try await wait(forLock: "NOT granted")
        } catch {
            try await whenItStands()
            _ = await running.result
            _ = try await (free(), holding)
            throw error
        }
        try await whenItStands()
        _ = try await (free(), holding)
        return try await running.value
    }

    private func wait(forLock state: String) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        let query = """
            SELECT count(*) FROM pg_locks AS l JOIN pg_stat_activity AS a ON a.pid = l.pid
            WHERE l.relation = '\(table)'::regclass AND \(state) AND a.backend_type = 'client backend'
              AND l.mode IN ('ExclusiveLock', 'RowExclusiveLock')
            """
        while try await psql(query).standardOutput.trimmingCharacters(in: .whitespacesAndNewlines) == "0" {
            guard .now < deadline else { throw NobodyCame(table: table) }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// A server that was ended has freed the table already.
    private func free() async throws {
        _ = try await psql(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE relation = '\(table)'::regclass"
                + " AND mode = 'ExclusiveLock' AND granted")
    }

    private func psql(_ statements: String) async throws -> Command.Output {
        try await Command.run("psql", ["-Atq", "--no-psqlrc", "-c", statements, url])
    }
}
