package import Jobs
package import OutreachCore
package import Postgres
package import Store

/// The jobs that the member may see, the newest first: an administrator all, a steward the reconciliations.
package struct ListJobs: Operation {
    package static let name = "list_jobs"
    package static let roles: Set<Role> = [.administrator, .steward]

    package let states: [JobState]
    package let kind: JobKind?
    package let maximum: Int

    /// - Parameters:
    ///   - states: only jobs in one of these; all that are not done where there are none.
    ///   - kind: only jobs of this kind.
    ///   - maximum: the most jobs that are shown, up to 500.
    package init(states: [JobState] = [], kind: JobKind? = nil, maximum: Int = 50) {
        self.states = states
        self.kind = kind
        self.maximum = maximum
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<[JobRecord]> {
        let wanted = states.isEmpty ? [.queued, .running, .dead] : states
        let jobs = try session.jobs(in: wanted, of: kind, maximum: min(max(maximum, 1), 500))
        return Effect(jobs, audit: AuditEntry(Self.name, details: ["lines": String(jobs.count)]))
    }
}
