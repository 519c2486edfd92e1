package import Jobs
package import OutreachCore
package import Postgres
package import Store

/// Queues a dead job again, once somebody has mended what it died of.
package struct RetryJob: RepeatableOperation {
    package static let name = "retry_job"
    package static let roles: Set<Role> = [.administrator, .steward]

    /// As many attempts as a job has from the start (``NewJob``).
    private static let attempts = 10

    package let job: String

    /// - Parameter job: the job's id, as typed.
    package init(_ job: String) {
        self.job = job
    }

    package struct Outcome: Hashable, Codable, Sendable {
        package let job: JobID
        package let state: JobState
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        guard let found = try JobID(postgresText: job).flatMap({ try session.job($0) }) else {
            throw Refusal.notFound("job")
        }
        guard try isQueued(found.id, in: session) else {
            throw Refusal(.conflict, "This job is not dead: only a dead one is queued again. Look at it.")
        }
        return Effect(
            Outcome(job: found.id, state: .queued),
            audit: AuditEntry(Self.name, details: ["job": found.id.description, "kind": found.kind.rawValue]))
    }

    private func isQueued(_ job: JobID, in session: borrowing Session) throws -> Bool {
        do {
            return try session.retryJob(job, attempts: Self.attempts)
        } catch let error as PostgresError {
            guard error.constraint == "live_job_of_a_key_is_unique" else { throw error }
            throw Refusal(.conflict, "Another job does the same already. Nothing was done.")
        }
    }
}
