internal import Foundation
package import Postgres
package import Store

/// A job as its worker got it.
package struct ClaimedJob: Sendable {
    package let lease: JobLease
    package let kind: JobKind
    package let payload: [String: String]
    package let maximumAttempts: Int
    /// This attempt's part of the trace of the request that asked for the job.
    package let trace: TraceContext?

    fileprivate init(row: borrowing Row) throws {
        lease = JobLease(job: try row.value("job_id"), attempt: try row.value("attempt"))
        kind = try row.value("kind")
        // A payload of another shape must not stop the jobs that were claimed beside it: it looks empty.
        payload = JobRecord.texts(in: try row.value("payload"))
        maximumAttempts = try row.value("maximum_attempts")
        let traceparent: String? = try row.optional("traceparent")
        trace = traceparent.flatMap(TraceContext.init(traceparent:))?.child()
    }
}

/// A job whose worker was silent for longer than its lease.
struct ExpiredJob: Sendable {
    let lease: JobLease
    let kind: JobKind
    let leasedUntil: Date
}

/// How the queue stands.
package struct QueueHealth: Sendable {
    package let queued: Int
    package let running: Int
    package let dead: Int
    /// How long the first of the waiting has been due.
    package let oldestDueSeconds: Double
}

extension Session {
    /// Claims jobs that are due: the longest waiting first, or any.
    func claimJobs(
        of kinds: [JobKind], maximum: Int, worker: String, lease: Duration, atRandom: Bool
    ) throws -> [ClaimedJob] {
        try all(
            .query("job/claim"), PostgresArray(kinds), maximum, worker, lease.inSeconds, atRandom,
            decode: ClaimedJob.init(row:))
    }

    /// Renews leases and answers the jobs whose lease still holds.
    func renew(_ leases: [JobLease], for lease: Duration) throws -> Set<JobID> {
        let jobs = PostgresArray(leases.map(\.job))
        let attempts = PostgresArray(leases.map(\.attempt))
        return Set(try all(.query("job/renew"), jobs, attempts, lease.inSeconds) { try $0.value("job_id") })
    }

    /// A page of jobs whose lease has run out, after the last one of the page before.
    func expiredJobs(after last: ExpiredJob?, maximum: Int) throws -> [ExpiredJob] {
        try all(.query("job/list_expired"), last?.leasedUntil, last?.lease.job, maximum) { row in
            ExpiredJob(
                lease: JobLease(job: try row.value("job_id"), attempt: try row.value("attempt")),
                kind: try row.value("kind"), leasedUntil: try row.value("leased_until"))
        }
    }

    /// Takes a job from a worker that was silent for too long; `nil` where it is alive after all.
    func rescue(_ lease: JobLease, delay: Duration) throws -> JobState? {
        try first(.query("job/rescue"), lease.job, lease.attempt, delay.inSeconds) { try $0.value("state") }
    }

    /// Asks for the jobs of the schedules that are due, and answers the names of those.
    func fire(_ schedules: [Schedule]) throws -> [String] {
        try all(.query("job/fire_schedules"), JSONRows(schedules.map(Schedule.Row.init))) { try $0.value("name") }
    }

    /// How the queue stands; also for whoever may not see its jobs.
    package func queueHealth() throws -> QueueHealth? {
        try first(.query("job/read_health")) { row in
            QueueHealth(
                queued: try row.value("queued"), running: try row.value("running"), dead: try row.value("dead"),
                oldestDueSeconds: try row.value("oldest_due_seconds"))
        }
    }

    /// Deletes jobs that were done long ago, at most so many, and answers how many.
    package func purgeDoneJobs(keptFor kept: Duration, scheduled: Duration, maximum: Int) throws -> Int {
        try execute(.query("job/purge_done"), kept.inSeconds, scheduled.inSeconds, maximum)
    }
}

extension TransactionContext {
    /// As the worker's account in no role: it sees the queue and nothing else.
    package static let queueing = TransactionContext(
        role: DatabaseRole("outreach_service"), searchPath: "outreach, public, pg_temp",
        settings: [
            ("outreach.account", "00000000-0000-4000-8000-000000000003"),
            ("outreach.organisation", "00000000-0000-4000-8000-000000000001"),
        ])
}
