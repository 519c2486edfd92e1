import Foundation
import HTTPTypes
import Metrics
import Postgres
import Store

extension WebServices {
    /// - Throws: ``PostgresError`` or ``Problem`` where requests would not be served.
    func requireReady() async throws {
        guard try await Migrator(database).pending().isEmpty else {
            throw Problem.tryAgain(
                .serviceUnavailable, "not_migrated", "The database has an older schema: run outreach migrate.")
        }
    }

    /// Reads what is only known when somebody asks.
    func measure() async {
        let pool = await database.poolStatistics()
        for (state, count) in [("idle", pool.idle), ("busy", pool.busy)] {
            Gauge(label: "outreach_pool_connections", dimensions: [("state", state)]).record(count)
        }
        Gauge(label: "outreach_pool_waiters").record(pool.waiters)
        if let bytes = Self.residentBytes() { Gauge(label: "process_resident_memory_bytes").record(bytes) }
        // The service goes on without its figures; a missing figure alarms by itself.
        guard let standing = try? await database.read(.preparing, { try $0.auditHealth() }) else { return }
        Gauge(label: "outreach_audit_unsealed_oldest_seconds").record(standing.oldestUnsealedSeconds)
    }

    /// The second figure of statm, in pages; proc(5).
    private static func residentBytes() -> Int? {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return nil }
        let figures = text.split(separator: " ")
        return figures.count > 1 ? Int(figures[1]).map { $0 * Int(sysconf(Int32(_SC_PAGESIZE))) } : nil
    }
}
