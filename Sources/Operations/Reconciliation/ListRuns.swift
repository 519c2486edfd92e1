package import OutreachCore
package import Postgres
package import Store

/// Shows the reconciliation runs, the latest first.
package struct ListRuns: Operation {
    package static let name = "list_runs"
    package static let roles: Set<Role> = [.steward]

    package let after: RunID?
    package let maximum: Int

    /// - Parameters:
    ///   - after: only runs that were begun before this one, the last of an earlier page.
    ///   - maximum: the most that are shown, up to 500.
    package init(after: RunID? = nil, maximum: Int = 50) {
        self.after = after
        self.maximum = maximum
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<[RunListing]> {
        Effect(
            try session.runs(only: nil, after: after, maximum: min(max(maximum, 1), 500)), audit: AuditEntry(Self.name))
    }
}
