package import OutreachCore
package import Postgres
package import Store

/// Shows one reconciliation run.
package struct ShowRun: Operation {
    package static let name = "show_run"
    package static let roles: Set<Role> = [.steward]

    package let run: RunID

    package init(_ run: RunID) {
        self.run = run
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<RunListing> {
        guard let found = try session.runs(only: run, after: nil, maximum: 1).first else {
            throw Refusal.notFound("run")
        }
        return Effect(found, audit: AuditEntry(Self.name, details: ["run": run.description]))
    }
}
