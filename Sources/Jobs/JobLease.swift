import Foundation
package import Postgres
internal import Store

/// A job that a worker holds, with the attempt that shuts out whoever held it before.
package struct JobLease: Hashable, Sendable {
    package let job: JobID
    package let attempt: Int

    package init(job: JobID, attempt: Int) {
        self.job = job
        self.attempt = attempt
    }
}

/// The lease of a job ran out and somebody else may be doing it: nothing was done.
package struct JobLost: Error, Hashable, Sendable {
    package init() {}
}

extension Session {
    /// Locks the job until the transaction ends, so that its effect can be written by nobody else.
    ///
    /// - Throws: ``JobLost`` for whoever was shut out; the transaction must end with it.
    package func fence(_ lease: JobLease) throws {
        let held = try first(.query("job/fence"), lease.job, lease.attempt) { try $0.value("job_id", as: JobID.self) }
        guard held != nil else { throw JobLost() }
    }

    /// Ends a job as done, with identifiers and counts for whoever asked for it.
    ///
    /// - Throws: ``JobLost`` for whoever was shut out.
    package func finish(_ lease: JobLease, result: [String: String] = [:]) throws {
        let text = String(decoding: try JSONEncoder().encode(result), as: UTF8.self)
        let done = try first(.query("job/finish"), lease.job, lease.attempt, text) { row in
            try row.value("job_id", as: JobID.self)
        }
        guard done != nil else { throw JobLost() }
    }

    /// Ends an attempt that failed, and answers whether the job waits for another or is dead.
    ///
    /// - Throws: ``JobLost`` for whoever was shut out.
    func fail(_ lease: JobLease, code: String, delay: Duration, isFinal: Bool) throws -> JobState {
        let state = try first(.query("job/fail"), lease.job, lease.attempt, code, delay.inSeconds, isFinal) { row in
            try row.value("state", as: JobState.self)
        }
        guard let state else { throw JobLost() }
        return state
    }

    /// Gives a job back undone; the attempt does not count.
    func release(_ lease: JobLease) throws {
        try execute(.query("job/release"), lease.job, lease.attempt)
    }
}
