package import Foundation
package import Postgres

/// How often a caller asked at one instance since it told the others.
package struct CallerUse: Hashable, Sendable {
    /// What is limited.
    package let limit: String
    /// A hash of whose it is.
    package let caller: Int64
    package let count: Int

    package init(limit: String, caller: Int64, count: Int) {
        (self.limit, self.caller, self.count) = (limit, caller, count)
    }
}

/// How often a caller asked at another instance within a minute, as far as that instance has told.
package struct UseElsewhere: Sendable {
    /// What is counted together: the same caller at the same instance in the same minute.
    package struct Cell: Hashable, Sendable {
        package let instance: UUID
        /// In seconds since 1970, by the clock of the database.
        package let minute: Int64
        package let limit: String
        package let caller: Int64
    }

    package let cell: Cell
    package let taken: Int
    /// Seconds since the first of it was told, and since the last.
    package let begunSeconds: Double
    package let idleSeconds: Double

    fileprivate init(row: borrowing Row) throws {
        cell = Cell(
            instance: try row.value("instance_id"), minute: try row.value("minute"), limit: try row.value("limit_name"),
            caller: try row.value("caller"))
        taken = try row.value("taken")
        idleSeconds = try row.value("idle_seconds")
        begunSeconds = try row.value("begun_seconds")
    }
}

extension Session {
    /// Tells how often callers asked at an instance, and answers how often they did at the others within so long.
    package func exchange(
        _ use: [CallerUse], of instance: UUID, within seconds: Double
    ) throws -> [UseElsewhere] {
        try all(
            .query("caller_use/exchange"), instance, PostgresArray(use.map(\.limit)),
            PostgresArray(use.map(\.caller)), PostgresArray(use.map(\.count)), seconds,
            decode: UseElsewhere.init(row:))
    }

    /// Whether this is the first to tell within so long that an account looks for too many IDs that nobody holds.
    package func claimMissAlert(of caller: Int64, within seconds: Double) throws -> Bool {
        try first(.query("caller_use/claim_miss_alert"), caller, seconds) { try $0.value("is_first") } ?? false
    }
}
