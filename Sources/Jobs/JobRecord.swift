package import Foundation
package import Postgres
internal import Store

/// A job as somebody looks at it.
package struct JobRecord: Hashable, Codable, Sendable {
    package let id: JobID
    package let kind: JobKind
    package let state: JobState
    package let payload: [String: String]
    /// Identifiers and counts, once it is done.
    package let result: [String: String]
    package let attempt: Int
    package let maximumAttempts: Int
    /// When it is due, or was.
    package let runAt: Date
    package let leasedUntil: Date?
    package let schedule: String?
    /// Why the last attempt failed.
    package let errorCode: String?
    package let createdAt: Date
    package let startedAt: Date?
    package let finishedAt: Date?

    fileprivate init(row: borrowing Row) throws {
        id = try row.value("job_id")
        kind = try row.value("kind")
        state = try row.value("state")
        payload = Self.texts(in: try row.value("payload"))
        result = Self.texts(in: try row.optional("result") ?? "{}")
        attempt = try row.value("attempt")
        maximumAttempts = try row.value("maximum_attempts")
        runAt = try row.value("run_at")
        leasedUntil = try row.optional("leased_until")
        schedule = try row.optional("schedule")
        errorCode = try row.optional("error_code")
        createdAt = try row.value("created_at")
        startedAt = try row.optional("started_at")
        finishedAt = try row.optional("finished_at")
    }

    /// The texts of a JSON object; empty for anything else.
    static func texts(in json: String) -> [String: String] {
        (try? JSONDecoder().decode([String: String].self, from: Data(json.utf8))) ?? [:]
    }
}

extension Session {
    /// A job, or `nil` where there is none that the actor may see.
    package func job(_ id: JobID) throws -> JobRecord? {
        try first(.query("job/find"), id, decode: JobRecord.init(row:))
    }

    /// Jobs that the actor may see, the newest first.
    package func jobs(in states: [JobState], of kind: JobKind?, maximum: Int) throws -> [JobRecord] {
        try all(.query("job/list"), PostgresArray(states), kind, maximum, decode: JobRecord.init(row:))
    }

    /// Queues a dead job again with as many further attempts; false where it is not dead.
    ///
    /// - Throws: ``PostgresError`` with the constraint `live_job_of_a_key_is_unique` where a live job does the same.
    package func retryJob(_ id: JobID, attempts: Int) throws -> Bool {
        try first(.query("job/retry"), id, attempts) { try $0.value("job_id", as: JobID.self) } != nil
    }
}
