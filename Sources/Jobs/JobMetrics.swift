internal import Metrics

/// What a worker counts and measures: names and labels, never identifiers.
enum JobMetrics {
    /// What became of an attempt.
    enum Outcome: String {
        case done
        /// Failed, and will be tried again.
        case retried
        case dead
        /// Somebody else has it.
        case lost
        /// Given back, since the worker stops.
        case released
        /// Taken from a worker that was silent.
        case rescued
    }

    static func count(_ kind: JobKind, _ outcome: Outcome) {
        Counter(
            label: "outreach_jobs_total", dimensions: [("kind", kind.rawValue), ("outcome", outcome.rawValue)]
        ).increment()
    }

    static func measure(_ kind: JobKind, _ duration: Duration) {
        Metrics.Timer(label: "outreach_job_seconds", dimensions: [("kind", kind.rawValue)])
            .recordNanoseconds(Int64(duration.inSeconds * 1e9))
    }

    static func show(_ health: QueueHealth) {
        for (state, count) in [("queued", health.queued), ("running", health.running), ("dead", health.dead)] {
            Gauge(label: "outreach_jobs", dimensions: [("state", state)]).record(count)
        }
        Gauge(label: "outreach_jobs_oldest_due_seconds").record(health.oldestDueSeconds)
    }
}
