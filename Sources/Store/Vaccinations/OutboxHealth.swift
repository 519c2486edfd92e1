package import Postgres

/// How the outbox stands, in numbers.
package struct OutboxHealth: Hashable, Sendable {
    package let queued: Int
    /// Sent more than a day ago, and nobody has acknowledged it.
    package let unanswered: Int
    package let dead: Int
    /// How long the first of the queued has waited.
    package let oldestSeconds: Double
}

extension Session {
    /// How the outbox stands; also for whoever may not see its messages.
    package func outboxHealth() throws -> OutboxHealth? {
        try first(.query("notification/read_health")) { row in
            OutboxHealth(
                queued: try row.value("queued"), unanswered: try row.value("unanswered"), dead: try row.value("dead"),
                oldestSeconds: try row.value("oldest_seconds"))
        }
    }
}
