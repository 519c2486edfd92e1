import Foundation
package import Postgres
internal import Store

/// Work that is to be done later, outside the transaction that asks for it.
package struct NewJob: Sendable {
    package let kind: JobKind
    /// What it is about: identifiers and codes, never personal data.
    package let payload: [String: String]
    /// One live job of the kind has it; `nil` where any number may wait.
    package let uniqueKey: String?
    /// How long it waits at least, by the database's clock.
    package let delay: Duration
    /// How often it is tried before it is dead.
    package let maximumAttempts: Int

    package init(
        _ kind: JobKind, payload: [String: String] = [:], uniqueKey: String? = nil, delay: Duration = .zero,
        maximumAttempts: Int = 10
    ) {
        self.kind = kind
        self.payload = payload
        self.uniqueKey = uniqueKey
        self.delay = delay
        self.maximumAttempts = maximumAttempts
    }
}

/// The answer to a request for a job.
package struct EnqueuedJob: Hashable, Codable, Sendable {
    package let id: JobID
    /// False where a live job had the key already: then that one is meant.
    package let isNew: Bool
}

extension Session {
    /// Asks for a job within the transaction of the effect that needs it: both happen or neither.
    @discardableResult
    package func enqueue(_ job: NewJob) throws -> EnqueuedJob {
        let answer = try first(
            .query("job/enqueue"), job.kind, String(decoding: try JSONEncoder().encode(job.payload), as: UTF8.self),
            job.uniqueKey, job.delay.inSeconds, job.maximumAttempts
        ) { row in
            EnqueuedJob(id: try row.value("job_id"), isNew: try row.value("is_new"))
        }
        guard let answer else { throw PostgresError(.undecodable, subject: "job_id") }
        return answer
    }
}

extension Duration {
    /// The whole duration in seconds and their fraction.
    package var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
