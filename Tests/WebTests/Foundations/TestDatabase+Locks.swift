import Foundation
import Postgres
import Store
import TestDatabase

extension TestDatabase {
    /// Holds a table so that nobody else can touch it, while `body` runs.
    func locking(_ table: String, _ body: () async throws -> Void) async throws {
        let (locked, isLocked) = AsyncStream.makeStream(of: Void.self)
        let release = DispatchSemaphore(value: 0)
        async let holding: Void = database.write(.superuser) { session in
            try session.executeScript("LOCK TABLE \(table) IN ACCESS EXCLUSIVE MODE")
            isLocked.finish()
            // On a thread of the connection: it may wait.
            _ = release.wait(timeout: .now() + 60)
        }
        for await _ in locked {}
        do {
            try await body()
        } catch {
            release.signal()
            try await holding
            throw error
        }
        release.signal()
        try await holding
    }

    /// Waits until so many statements wait for a lock.
    func waitForBlocked(_ count: Int) async throws {
        let query = """
            SELECT count(*)::text AS text FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock'
            """
        let deadline = ContinuousClock.now + .seconds(30)
        while try await texts(query).first.flatMap({ Int($0) }) ?? 0 < count {
            guard .now < deadline else { throw Wire.TimedOut() }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
