package import Foundation
package import Postgres

/// A reconciliation run as a list shows it.
package struct RunListing: Encodable, Sendable {
    package enum State: String, Encodable, Sendable {
        case running
        case finished
        /// Given up, because the reference or the rules had changed before anybody could finish it.
        case abandoned
        case undone
    }

    package let runID: RunID
    package let referenceID: ReferenceID
    package let model: String
    package let state: State
    package let startedAt: Date
    package let finishedAt: Date?
    package let undoneAt: Date?
    package let attempt: Int
    package let counts: RunCounts

    fileprivate init(row: borrowing Row) throws {
        runID = try row.value("run_id")
        referenceID = try row.value("reference_id")
        model = try row.value("model")
        startedAt = try row.value("started_at")
        finishedAt = try row.optional("finished_at")
        undoneAt = try row.optional("undone_at")
        attempt = try row.value("attempt")
        counts = RunCounts(
            traced: try row.value("traced"), numbered: try row.value("numbered"), merged: try row.value("merged"),
            reviews: try row.value("reviews"))
        let isAbandoned = try row.optional("abandoned_at", as: Date.self) != nil
        state = undoneAt != nil ? .undone : finishedAt != nil ? .finished : isAbandoned ? .abandoned : .running
    }
}

extension Session {
    /// Runs, the latest first; one of them where `run` is named.
    package func runs(only run: RunID?, after last: RunID?, maximum: Int) throws -> [RunListing] {
        try all(.query("run/list"), run, last, maximum, decode: RunListing.init(row:))
    }
}
