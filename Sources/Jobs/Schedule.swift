/// A job that is asked for again and again, once in each period over all workers.
package struct Schedule: Hashable, Sendable {
    package let name: String
    package let kind: JobKind
    /// Periods are counted from midnight UTC on 1 January 1970, by the database's clock.
    package let period: Duration
    /// How long after the beginning of a period it is due.
    package let offset: Duration
    package let maximumAttempts: Int

    /// A schedule named like the kind of its job.
    package init(_ kind: JobKind, every period: Duration, after offset: Duration = .zero, maximumAttempts: Int = 5) {
        name = kind.rawValue
        self.kind = kind
        self.period = period
        self.offset = offset
        self.maximumAttempts = maximumAttempts
    }

    /// The parameters of `fire_schedule`.
    struct Row: Encodable {
        let name: String
        let kind: String
        let periodSeconds: Int64
        let offsetSeconds: Int64
        let attempts: Int

        init(_ schedule: Schedule) {
            name = schedule.name
            kind = schedule.kind.rawValue
            periodSeconds = max(1, schedule.period.components.seconds)
            offsetSeconds = schedule.offset.components.seconds
            attempts = schedule.maximumAttempts
        }
    }
}
