package import Jobs
package import OutreachCore
package import Postgres
package import Store

/// Shows a job: where it stands, and once it is done what came of it.
package struct ShowJob: Operation {
    package static let name = "show_job"
    package static let roles: Set<Role> = [.administrator, .steward]

    package let job: String

    /// - Parameter job: the job's id, as typed.
    package init(_ job: String) {
        self.job = job
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<JobRecord> {
        guard let found = try JobID(postgresText: job).flatMap({ try session.job($0) }) else {
            throw Refusal.notFound("job")
        }
        return Effect(found, audit: AuditEntry(Self.name, details: ["job": found.id.description]))
    }
}
