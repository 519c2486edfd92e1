package import Foundation
internal import Metrics
import OutreachCore
package import Postgres
package import Store

/// The few operations that come by the thousand, through the door of batches.
///
/// Each has the answers, refusals and audit entries of ``OperationRunner``, which does whatever a batch cannot decide
/// simply. A batch also asks, per row, whether the membership still stands.
package struct HotOperations: Sendable {
    let checks: BatchLoop
    let writes: BatchLoop
    let runner: OperationRunner
    let models = ModelShelf()
    let now: @Sendable () -> Date

    /// - Parameters:
    ///   - configuration: Where the database is; checks and writes each get so many connections.
    ///   - runner: Does what a batch cannot decide.
    ///   - now: The clock.
    package init(
        _ configuration: BatchLoop.Configuration, runner: OperationRunner, now: @escaping @Sendable () -> Date
    ) {
        checks = BatchLoop(configuration.counted("checks"), .batching)
        writes = BatchLoop(configuration.counted("writes"), .batching)
        self.runner = runner
        self.now = now
    }

    /// What has gone through the door of checks, and through that of writes.
    package var statistics: (checks: BatchLoop.Statistics, writes: BatchLoop.Statistics) {
        (checks.statistics, writes.statistics)
    }

    package func close() {
        checks.close()
        writes.close()
    }

    static let membershipEnded = Refusal(.notPermitted, "You no longer have this role here. Sign in again.")
}

extension HotOperations {
    /// Does ``CheckTemporaryID``.
    ///
    /// - Throws: ``Refusal``, or ``PostgresError``.
    package func check(_ operation: CheckTemporaryID, as member: Membership) async throws -> TemporaryIDCheck {
        try OperationRunner.permit(CheckTemporaryID.self, to: member)
        let id = try TemporaryID(entered: operation.entered)
        switch try await checks.check(id, for: member) {
        case .no: throw Self.membershipEnded
        case .yes(nil): throw Refusal.notFound("temporary ID")
        case .yes(let file?):
            return try TemporaryIDCheck(
                id, file.holder, number: file.number, golden: GoldenPerson(of: file.group, details: file.details),
                history: VaccinationHistory(file.vaccinations))
        }
    }
}

extension BatchLoop.Configuration {
    /// The same, with its batches counted under the name of a door.
    fileprivate func counted(_ door: String) -> BatchLoop.Configuration {
        let sizes = Recorder(label: "outreach_batch_size", dimensions: [("door", door)])
        // Looked up by their names once.
        let counters = Dictionary(
            uniqueKeysWithValues: BatchLoop.Ending.allCases.map { ending in
                let dimensions = [("door", door), ("outcome", ending.rawValue)]
                return (ending, Counter(label: "outreach_batches_total", dimensions: dimensions))
            })
        var counted = self
        counted.whenEnded = { ending, size in
            sizes.record(size)
            counters[ending]?.increment()
        }
        return counted
    }
}
