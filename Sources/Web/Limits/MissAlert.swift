import Logging
import Metrics
import Operations
import Store

/// Tells that an account looks for too many IDs that nobody holds: once, however many instances it asked.
struct MissAlert: Sendable {
    let runner: OperationRunner
    let logger: Logger

    /// - Throws: ``PostgresError`` where it cannot be put into the audit trail; the log and the metric tell it then.
    func raise(for caller: Caller, requestID: String = "") async throws {
        do {
            try await runner.run(ReportMissedLookups(), as: caller.membership)
        } catch let refusal as Refusal where refusal.code == .conflict {
            return
        } catch {
            show(caller, requestID)
            throw error
        }
        show(caller, requestID)
    }

    private func show(_ caller: Caller, _ requestID: String) {
        Counter(label: "outreach_lookup_misses_alerts_total").increment()
        logger.warning(
            "look-ups miss too often",
            metadata: ["client": .string(caller.client.description), "request_id": .string(requestID)])
    }
}
