package import Foundation
package import Postgres

/// A look at what the policy of retention would remove.
package struct RetentionPlan: Sendable {
    package let policySHA256: [UInt8]
    package let plannedAt: Date
    package let isDone: Bool

    fileprivate init(row: borrowing Row) throws {
        policySHA256 = try row.value("policy_sha256")
        plannedAt = try row.value("planned_at")
        isDone = try row.value("is_done")
    }
}

extension Session {
    /// How much of a class is older than an instant, removed where it is to be and may be.
    package func retain(_ name: String, olderThan instant: Date, removes: Bool) throws -> Int {
        try first(.query("retention/count"), name, instant, removes) { try $0.value("due") } ?? 0
    }

    /// Takes down a plan; `counts` is JSON.
    package func planRetention(_ run: RetentionRunID, policySHA256: [UInt8], at instant: Date, counts: String) throws {
        try execute(.query("retention/plan"), run, policySHA256, instant, counts)
    }

    /// A plan, which nobody else carries out until the transaction ends.
    package func lockRetention(_ run: RetentionRunID) throws -> RetentionPlan? {
        try first(.query("retention/lock"), run, decode: RetentionPlan.init(row:))
    }

    package func finishRetention(_ run: RetentionRunID, at instant: Date) throws {
        try execute(.query("retention/finish"), run, instant)
    }
}
