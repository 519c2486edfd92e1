package import Postgres

extension Session {
    /// Deletes idempotency keys that nobody can ask by again, at most so many, and answers how many.
    ///
    /// Those of doses, workers and files stand for ever, and every other for a day at least.
    package func purgeIdempotencyKeys(olderThan age: Duration, maximum: Int) throws -> Int {
        try first(.query("idempotency/purge"), Double(age.components.seconds), maximum) { row in
            try row.value("purged", as: Int.self)
        } ?? 0
    }
}
