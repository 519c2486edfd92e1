package import Jobs
package import OutreachCore
package import Postgres
package import Store

/// Asks for a reconciliation that a worker does later; whoever asks while one waits or runs gets that one.
package struct RequestReconciliation: RepeatableOperation {
    package static let name = "request_reconciliation"
    package static let roles: Set<Role> = [.steward]

    package init() {}

    package struct Outcome: Hashable, Codable, Sendable {
        /// To ask after by ``ShowJob``, whose result names the run and its counts.
        package let job: JobID
        package let isNew: Bool
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        guard try session.activeReference() != nil else { throw Refusal.noReference }
        let job = try session.enqueue(NewJob(.reconcile, uniqueKey: "requested"))
        return Effect(
            Outcome(job: job.id, isNew: job.isNew),
            audit: AuditEntry(Self.name, details: ["job": job.id.description]))
    }
}
