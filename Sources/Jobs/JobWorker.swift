package import Logging
package import Postgres
internal import ServiceLifecycle
internal import Store

/// Does the jobs of the queue until it is told to stop; any number of workers share one queue.
///
/// It looks for work every poll interval, and at once when it hears of new work. Told to stop it claims nothing more,
/// lets what is under way end, and gives back what does not.
package struct JobWorker: Service {
    package struct Configuration: Sendable {
        /// What the queue knows the worker by: a name for people, no secret.
        package var name: String
        /// How many jobs it does at once.
        package var concurrency = 4
        /// How long it may be silent before another worker takes its jobs over.
        package var lease: Duration = .seconds(60)
        /// How often it looks for work by itself.
        package var pollInterval: Duration = .seconds(1)
        /// How long what is under way may go on after the worker was told to stop.
        package var drainTimeout: Duration = .seconds(20)
        /// Where to hear of new work; `nil` to rely on looking alone.
        package var listenURL: String?
        /// Ends as soon as nothing is due.
        package var onlyOnce = false

        package init(name: String) {
            self.name = name
        }
    }

    let database: Database
    let handlers: [JobKind: JobHandler]
    let schedules: [Schedule]
    let configuration: Configuration
    let logger: Logger
    /// Shows figures of others on their gauges, beside the worker's own.
    let gauges: @Sendable () async throws -> Void
    let running = RunningJobs()

    package init(
        database: Database, handlers: [JobHandler], schedules: [Schedule] = [], configuration: Configuration,
        logger: Logger, gauges: @escaping @Sendable () async throws -> Void = {}
    ) {
        self.database = database
        self.handlers = Dictionary(handlers.map { ($0.kind, $0) }) { $1 }
        self.schedules = schedules
        self.configuration = configuration
        self.logger = logger
        self.gauges = gauges
    }

    package func run() async throws {
        let (wakeUps, bell) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        logger.info("worker begins", metadata: ["worker": "\(configuration.name)"])
        await withGracefulShutdownHandler {
            await withTaskGroup(of: Void.self) { chores in
                addChores(to: &chores, bell)
                await work(wakeUps, bell)
                chores.cancelAll()
            }
        } onGracefulShutdown: {
            bell.finish()
        }
        logger.info("worker ends", metadata: ["worker": "\(configuration.name)"])
    }

    // MARK: Doing jobs

    private func work(_ wakeUps: AsyncStream<Void>, _ bell: AsyncStream<Void>.Continuation) async {
        await withDiscardingTaskGroup { group in
            for await _ in wakeUps {
                let isIdle = await claim(into: &group, bell)
                if configuration.onlyOnce && isIdle && running.count == 0 { break }
            }
            await drain()
        }
    }

    /// Claims as much as there is room for, and answers whether nothing was due.
    private func claim(
        into group: inout DiscardingTaskGroup, _ bell: AsyncStream<Void>.Continuation
    ) async -> Bool {
        let room = configuration.concurrency - running.count
        guard room > 0 else { return false }
        let heldUntil = ContinuousClock.now + configuration.lease
        var claimed: [ClaimedJob] = []
        await careful("claim") {
            do {
                claimed = try await claim(room, atRandom: false)
            } catch let error as PostgresError where error.kind == .statementFailed && !error.isRetryable {
                // The server refuses one of them: the others are come by singly, so that it stops none.
                logger.error("a job cannot be claimed", metadata: ["error_code": "\(jobErrorCode(of: error))"])
                claimed = try await claim(1, atRandom: true)
            }
        }
        for job in claimed { start(job, heldUntil: heldUntil, in: &group, bell) }
        return claimed.isEmpty
    }

    private func claim(_ maximum: Int, atRandom: Bool) async throws -> [ClaimedJob] {
        let (kinds, configuration) = (Array(handlers.keys), configuration)
        return try await database.write(.queueing) { session in
            try session.claimJobs(
                of: kinds, maximum: maximum, worker: configuration.name, lease: configuration.lease,
                atRandom: atRandom)
        }
    }

    private func start(
        _ job: ClaimedJob, heldUntil: ContinuousClock.Instant, in group: inout DiscardingTaskGroup,
        _ bell: AsyncStream<Void>.Continuation
    ) {
        guard let handler = handlers[job.kind] else { return }
        let began = ContinuousClock.now
        // A task of its own, since it alone is called off, and its end is written down nevertheless.
        let attempt = Task { try await handler.run(job) }
        running.add(attempt, job.lease, heldUntil: heldUntil, deadline: began + handler.timeout)
        group.addTask {
            let result = await withTaskCancellationHandler {
                await attempt.result
            } onCancel: {
                attempt.cancel()
            }
            let reason = running.remove(job.lease)
            JobMetrics.measure(job.kind, began.duration(to: .now))
            await settle(job, handler, result, reason)
            bell.yield()
        }
    }

    /// Waits for what is under way, and calls off what takes longer than may be.
    private func drain() async {
        let deadline = ContinuousClock.now + configuration.drainTimeout
        while running.count > 0, ContinuousClock.now < deadline, !Task.isCancelled {
            // Asked twenty times a second, once in the life of a worker: a signal of its own would be more to get wrong.
            try? await Task.sleep(for: .milliseconds(50))
        }
        running.callOffAll()
    }
}
