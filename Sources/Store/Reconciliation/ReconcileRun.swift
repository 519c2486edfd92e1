package import Postgres

/// A run under way, with the attempt that shuts out whoever worked on it before.
package struct RunLease: Hashable, Sendable {
    package let run: RunID
    package let reference: ReferenceID
    package let attempt: Int

    package init(run: RunID, reference: ReferenceID, attempt: Int) {
        self.run = run
        self.reference = reference
        self.attempt = attempt
    }

    /// How long a process may be silent before another one takes its run over, in seconds.
    package static let seconds = 10.0
}

/// A run that has not ended, or whose process died.
package struct UnfinishedRun: Sendable {
    package let id: RunID
    package let reference: ReferenceID
    package let model: String
    package let attempt: Int
    /// Its process has been heard of within the lease.
    package let isLeased: Bool
}

/// What a run has done in all its attempts.
package struct RunCounts: Hashable, Codable, Sendable {
    package var traced: Int
    package var numbered: Int
    package var merged: Int
    package var reviews: Int

    package init(traced: Int = 0, numbered: Int = 0, merged: Int = 0, reviews: Int = 0) {
        self.traced = traced
        self.numbered = numbered
        self.merged = merged
        self.reviews = reviews
    }
}

extension Session {
    /// Lets one process at a time begin or take over a run.
    package func lockRuns() throws {
        try execute(.query("run/lock"))
    }

    package func unfinishedRun() throws -> UnfinishedRun? {
        try first(.query("run/find_unfinished")) { row in
            UnfinishedRun(
                id: try row.value("run_id"), reference: try row.value("reference_id"), model: try row.value("model"),
                attempt: try row.value("attempt"), isLeased: try row.value("is_leased"))
        }
    }

    package func addRun(reference: ReferenceID, model: String) throws -> RunLease {
        let run = RunID()
        try execute(.query("run/add"), run, reference, model, RunLease.seconds)
        return RunLease(run: run, reference: reference, attempt: 1)
    }

    /// Goes on with a run whose process died.
    package func takeOver(_ unfinished: UnfinishedRun) throws -> RunLease {
        let attempt = try first(.query("run/take_over"), unfinished.id, RunLease.seconds) { row in
            try row.value("attempt", as: Int.self)
        }
        return RunLease(
            run: unfinished.id, reference: unfinished.reference, attempt: attempt ?? unfinished.attempt + 1)
    }

    /// Gives up a run; what it has done stands.
    package func abandon(_ run: RunID) throws {
        try execute(.query("run/abandon"), run)
    }

    /// Keeps a run from being taken over, stopped or taken back until the transaction ends, or answers false where it
    /// was; its lease is renewed all the same.
    package func hold(_ lease: RunLease) throws -> Bool {
        try execute(.query("run/lock_shared"))
        return try first(.query("run/hold"), lease.run, lease.attempt) { row in
            try row.value("run_id", as: RunID.self)
        } != nil
    }

    /// Lets the database look up by index what the transaction asks for, whatever its statistics say.
    package func preferIndexes() throws {
        try execute(.query("run/prefer_indexes"))
    }

    /// Renews a lease, or answers false where another process has taken over.
    package func renew(_ lease: RunLease) throws -> Bool {
        try first(.query("run/renew"), lease.run, lease.attempt, RunLease.seconds) { row in
            try row.value("run_id", as: RunID.self)
        } != nil
    }

    /// Ends a run, or answers `nil` where another process has taken over.
    ///
    /// The scope says whom it has decided about; nothing where it was some people only, or nothing was applied.
    package func finish(_ lease: RunLease, scope: RunScope?) throws -> RunCounts? {
        try first(.query("run/finish"), lease.run, lease.attempt, scope?.rawValue) { row in
            RunCounts(
                traced: try row.value("traced"), numbered: try row.value("numbered"), merged: try row.value("merged"),
                reviews: try row.value("reviews"))
        }
    }

    /// Whether a run was taken back, or `nil` where there is none of this id.
    ///
    /// The run is locked until the transaction ends.
    package func isUndone(_ run: RunID) throws -> Bool? {
        try first(.query("run/find"), run) { try $0.value("is_undone") }
    }

    /// The people whom a run merged or numbered, as far as that still stands.
    package func people(of run: RunID) throws -> [PersonID] {
        try all(.query("merge/list_people_of_run"), run) { try $0.value("person_id") }
    }

    /// Closes the numbers, merges and reviews of a run that still stand; the links are the caller's to compute anew.
    package func closeEverything(of run: RunID, reason: String) throws -> RunCounts {
        let numbered = try execute(.query("identifier/close_of_run"), run, reason)
        let merged = try execute(.query("merge/close_of_run"), run, reason)
        let reviews = try execute(.query("review/close_of_run"), run)
        try execute(.query("run/mark_undone"), run)
        return RunCounts(numbered: numbered, merged: merged, reviews: reviews)
    }
}
