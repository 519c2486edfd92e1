package import Jobs
package import OutreachCore

extension JobKind {
    /// Traces everybody who waits for a number, because somebody asked for it.
    package static let reconcile = JobKind("reconcile")
    /// Traces those again who are due by ``RetraceSteps``.
    package static let retrace = JobKind("retrace")
    package static let sealAudit = JobKind("seal_audit")
    package static let watchAudit = JobKind("watch_audit")
    package static let keepAuditHeads = JobKind("keep_audit_heads")
    package static let escalateCases = JobKind("escalate_cases")
    package static let rehearseRetention = JobKind("rehearse_retention")
    package static let purgeKeys = JobKind("purge_idempotency_keys")
    package static let purgeJobs = JobKind("purge_jobs")

    /// Sends what is queued for the recipients of one kind.
    package static func deliver(to recipient: OutboundMessage.Recipient) -> JobKind {
        JobKind(rawValue: "deliver_to_" + recipient.rawValue)
    }
}

extension Refusal: JobFailure {
    package var jobErrorCode: String { code.rawValue }

    /// What is refused for a reason that time does not mend is not tried again.
    package var isFinal: Bool { code != .conflict }
}
