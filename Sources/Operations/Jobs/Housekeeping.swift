package import Jobs
package import Logging
internal import Metrics
package import Postgres
internal import Store

/// Everything that a worker does without being asked, and the jobs that somebody can ask for.
package struct Housekeeping: Sendable {
    let database: Database
    let runner: OperationRunner
    let auditTrail: AuditTrail
    let logger: Logger
    private let work: Work

    /// What others do and this only calls at its time.
    package struct Work: Sendable {
        /// Keeps the ends of the audit chains where the database's owner cannot reach them; answers how many.
        package var keepHeads: (@Sendable () async throws -> Int)?
        /// Bring messages to recipients; those of a kind without one wait.
        package var drivers: [any NotificationDriver] = []
        /// How long jobs that are done are kept.
        package var keepsJobs: Duration = .seconds(7 * 86_400)

        package init() {}
    }

    package init(database: Database, runner: OperationRunner, logger: Logger, work: Work = Work()) {
        self.database = database
        self.runner = runner
        auditTrail = AuditTrail(database: database)
        self.logger = logger
        self.work = work
    }

    /// Each fires once over all workers; hours are of the day in UTC.
    package var schedules: [Schedule] {
        var schedules = [
            Schedule(.sealAudit, every: .seconds(5)),
            Schedule(.watchAudit, every: .seconds(60)),
            Schedule(.retrace, every: .seconds(6 * 3_600), after: .seconds(3_600)),
            Schedule(.escalateCases, every: .seconds(3_600)),
            Schedule(.purgeKeys, every: .seconds(3_600), after: .seconds(600)),
            Schedule(.purgeJobs, every: .seconds(3_600), after: .seconds(1_200)),
            Schedule(.rehearseRetention, every: .seconds(86_400), after: .seconds(2 * 3_600)),
        ]
        for driver in work.drivers { schedules.append(Schedule(.deliver(to: driver.recipient), every: .seconds(5))) }
        if work.keepHeads != nil { schedules.append(Schedule(.keepAuditHeads, every: .seconds(86_400))) }
        return schedules
    }

    package var handlers: [JobHandler] {
        [
            JobHandler(.reconcile, timeout: Self.longRun) { try await reconcile(for: $0.trace) },
            JobHandler(.retrace, timeout: Self.longRun) { _ in try await retrace() },
            JobHandler(.sealAudit, timeout: .seconds(660)) { _ in
                .done(["sealed": String(try await auditTrail.seal())])
            },
            JobHandler(.watchAudit, timeout: .seconds(120)) { _ in try await watchAudit() },
            JobHandler(.escalateCases) { _ in try await escalateCases() },
            JobHandler(.purgeKeys) { _ in try await purgeKeys() },
            JobHandler(.purgeJobs) { _ in try await purgeJobs() },
            JobHandler(.rehearseRetention, timeout: .seconds(660)) { _ in
                let member = try await WorkerAccount.membership(in: database)
                return .done(try await runner.run(RehearseRetention(), as: member))
            },
        ] + handedIn
    }

    /// Millions of people, compared with a whole country.
    private static let longRun = Duration.seconds(6 * 3_600)

    private var handedIn: [JobHandler] {
        let heads = work.keepHeads.map { keep in
            JobHandler(.keepAuditHeads) { _ in .done(["chains": String(try await keep())]) }
        }
        let deliveries = work.drivers.map { driver in
            JobHandler(.deliver(to: driver.recipient)) { _ in try await deliver(by: driver) }
        }
        return [heads].compactMap(\.self) + deliveries
    }

    /// Shows the age of the outbox and of the reviews that wait.
    package func showGauges() async throws {
        if let reviews = try await database.read(.queueing, { try $0.reviewHealth() }) {
            Gauge(label: "outreach_reviews_open").record(reviews.open)
            Gauge(label: "outreach_reviews_oldest_seconds").record(reviews.oldestSeconds)
        }
        guard let outbox = try await database.read(.queueing, { try $0.outboxHealth() }) else { return }
        Gauge(label: "outreach_outbox_oldest_seconds").record(outbox.oldestSeconds)
        for (state, count) in [("queued", outbox.queued), ("unanswered", outbox.unanswered), ("dead", outbox.dead)] {
            Gauge(label: "outreach_outbox", dimensions: [("state", state)]).record(count)
        }
    }
}

// MARK: What the jobs do

extension Housekeeping {
    private func deliver(by driver: any NotificationDriver) async throws -> JobOutcome {
        let member = try await WorkerAccount.membership(in: database)
        let report = try await Outbox(database: database, logger: logger).deliver(by: driver, as: member)
        return .done(["sent": String(report.sent), "failed": String(report.failed), "dead": String(report.dead)])
    }

    private func reconcile(for trace: TraceContext?) async throws -> JobOutcome {
        let member = try await WorkerAccount.membership(in: database)
        let report = try await Reconcile(database: database, runner: runner.traced(by: trace)).run(as: member)
        Self.count(report.run)
        return .done(Self.result(report.run, report.counts))
    }

    private func retrace() async throws -> JobOutcome {
        let member = try await WorkerAccount.membership(in: database)
        let retrace = Retrace(database: database, reconcile: Reconcile(database: database, runner: runner))
        guard let report = try await traced(by: retrace, as: member) else { return .done(["reference": "none"]) }
        Gauge(label: "outreach_unnumbered_over_30_days").record(report.waitingLong)
        if report.waitingLong > 0 {
            logger.error(
                "people have waited for a number for more than 30 days", metadata: ["people": "\(report.waitingLong)"])
        }
        return .done(Self.result(report.run, report.counts).merging(["due": String(report.due)]) { $1 })
    }

    /// A run that fails is counted as a failed job.
    private static func count(_ run: RunID?) {
        if run != nil { Counter(label: "outreach_reconcile_runs_total", dimensions: [("outcome", "done")]).increment() }
    }

    /// Nothing where no reference is loaded: people stay due, and an administrator is told.
    private func traced(by retrace: Retrace, as member: Membership) async throws -> Retrace.Report? {
        do {
            let report = try await retrace.run(as: member)
            Self.count(report.run)
            return report
        } catch let refusal as Refusal where refusal.code == .notFound {
            logger.error("people are due to be traced again and no reference is loaded")
            return nil
        }
    }

    private static func result(_ run: RunID?, _ counts: RunCounts) -> [String: String] {
        var result = [
            "traced": String(counts.traced), "numbered": String(counts.numbered), "merged": String(counts.merged),
            "reviews": String(counts.reviews),
        ]
        result["run"] = run?.description
        return result
    }

    /// How long an entry may wait for its seal, in seconds.
    private static let longestWait = 60.0

    private func watchAudit() async throws -> JobOutcome {
        guard let health = try await database.read(.queueing, { try $0.auditHealth() }) else { return .done() }
        Gauge(label: "outreach_audit_unsealed_oldest_seconds").record(health.oldestUnsealedSeconds)
        if health.oldestUnsealedSeconds > Self.longestWait {
            logger.error(
                "audit entries have waited for a seal for more than a minute",
                metadata: ["entries": "\(health.unsealed)"])
        }
        return .done(["unsealed": String(health.unsealed)])
    }

    private func escalateCases() async throws -> JobOutcome {
        let member = try await WorkerAccount.membership(in: database)
        var total = 0
        while true {
            let count = try await runner.run(EscalateCases(), as: member)
            total += count
            guard count == EscalateCases.pageSize else { break }
        }
        if total > 0 { logger.notice("cases escalated", metadata: ["cases": "\(total)"]) }
        return .done(["escalated": String(total)])
    }

    /// Rows that one statement of a purge deletes: a fraction of a second of locks.
    private static let purgePage = 5_000

    private func purgeKeys() async throws -> JobOutcome {
        // Tokens and assertions that ended more than an hour ago.
        let credentials = try await database.write(.signingIn) { try $0.purgeCredentials() }
        // Longer than the day that a caller may rely on (safety.md, R6).
        let keys = try await purge {
            try $0.purgeIdempotencyKeys(olderThan: .seconds(48 * 3_600), maximum: Self.purgePage)
        }
        return .done(["deleted": String(keys), "credentials": String(credentials)])
    }

    private func purgeJobs() async throws -> JobOutcome {
        let kept = work.keepsJobs
        let jobs = try await purge {
            try $0.purgeDoneJobs(keptFor: kept, scheduled: min(kept, .seconds(3_600)), maximum: Self.purgePage)
        }
        return .done(["deleted": String(jobs)])
    }

    private func purge(_ page: @escaping @Sendable (borrowing Session) throws -> Int) async throws -> Int {
        var total = 0
        while true {
            let count = try await database.write(.queueing, page)
            total += count
            guard count == Self.purgePage else { return total }
        }
    }
}
