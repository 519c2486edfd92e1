import Synchronization

/// The jobs that this worker holds, so that others of its tasks can renew them and call them off.
final class RunningJobs: Sendable {
    /// Why a job was called off.
    enum Reason: Sendable {
        /// Its lease ran out, or somebody else has it.
        case lost
        case timedOut
        /// The worker stops.
        case draining
    }

    /// What ends an attempt: its answer, or its failure with the reason for which it was called off.
    typealias Attempt = Task<JobOutcome, any Error>

    private struct Entry {
        let lease: JobLease
        let attempt: Attempt
        let deadline: ContinuousClock.Instant
        var heldUntil: ContinuousClock.Instant
        var reason: Reason?
    }

    private let entries = Mutex<[JobID: Entry]>([:])

    var count: Int { entries.withLock(\.count) }

    /// - Parameters:
    ///   - attempt: the job under way.
    ///   - lease: as which it was claimed.
    ///   - heldUntil: when the lease runs out, unless it is renewed.
    ///   - deadline: when the attempt has taken too long.
    func add(
        _ attempt: Attempt, _ lease: JobLease, heldUntil: ContinuousClock.Instant, deadline: ContinuousClock.Instant
    ) {
        entries.withLock {
            $0[lease.job] = Entry(lease: lease, attempt: attempt, deadline: deadline, heldUntil: heldUntil)
        }
    }

    /// Forgets an attempt that has ended, and answers why it was called off, if it was.
    func remove(_ lease: JobLease) -> Reason? {
        entries.withLock { $0[lease.job]?.lease == lease ? $0.removeValue(forKey: lease.job)?.reason : nil }
    }

    /// The leases to be renewed: of all that were not called off.
    var leases: [JobLease] {
        entries.withLock { $0.values.filter { $0.reason == nil }.map(\.lease) }
    }

    /// Notes which of these leases were renewed; the others are lost.
    func settle(_ asked: [JobLease], renewed: Set<JobID>, until heldUntil: ContinuousClock.Instant) {
        entries.withLock { entries in
            for lease in asked where entries[lease.job]?.lease == lease {
                if renewed.contains(lease.job) {
                    entries[lease.job]?.heldUntil = heldUntil
                } else {
                    Self.callOff(&entries, lease.job, .lost)
                }
            }
        }
    }

    /// Calls off what took too long, and what could not be renewed in time: somebody else may have it by now.
    func callOffOverdue(at now: ContinuousClock.Instant) {
        entries.withLock { entries in
            for (job, entry) in entries where entry.reason == nil {
                if entry.heldUntil <= now {
                    Self.callOff(&entries, job, .lost)
                } else if entry.deadline <= now {
                    Self.callOff(&entries, job, .timedOut)
                }
            }
        }
    }

    func callOffAll() {
        entries.withLock { entries in
            for job in Array(entries.keys) where entries[job]?.reason == nil { Self.callOff(&entries, job, .draining) }
        }
    }

    private static func callOff(_ entries: inout [JobID: Entry], _ job: JobID, _ reason: Reason) {
        entries[job]?.reason = reason
        entries[job]?.attempt.cancel()
    }
}
