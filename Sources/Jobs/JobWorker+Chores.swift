internal import Logging
internal import Postgres
internal import Store

extension JobWorker {
    /// What a worker does beside its jobs.
    ///
    /// Each goes on whatever happens to the others.
    func addChores(to group: inout TaskGroup<Void>, _ bell: AsyncStream<Void>.Continuation) {
        let beat = configuration.lease / 3
        group.addTask { await again(after: beat, "heartbeat") { try await renew() } }
        group.addTask { await again(after: beat, "rescue") { try await rescueExpired() } }
        group.addTask { await again(after: .seconds(15), "gauges") { try await showGauges() } }
        group.addTask {
            await again(after: configuration.pollInterval, "look") {
                running.callOffOverdue(at: .now)
                // Before the bell: a worker that runs once also does what is due by schedule.
                await careful("schedules") { try await fireSchedules() }
                bell.yield()
            }
        }
        if let url = configuration.listenURL { group.addTask { await listen(on: url, bell) } }
    }

    /// Runs a chore at once, then again and again, until the worker stops.
    private func again(after pause: Duration, _ name: String, _ chore: () async throws -> Void) async {
        while !Task.isCancelled {
            await careful(name, chore)
            // Cancelled, it ends at once, and so does the loop.
            try? await Task.sleep(for: pause)
        }
    }

    /// Runs a part whose failure stops nothing else: the next time may be better.
    func careful(_ name: String, _ part: () async throws -> Void) async {
        do {
            try await part()
        } catch {
            guard !Task.isCancelled else { return }
            logger.warning(
                "queue not reached", metadata: ["chore": "\(name)", "error_code": "\(jobErrorCode(of: error))"])
        }
    }

    private func renew() async throws {
        let leases = running.leases
        guard !leases.isEmpty else { return }
        let (lease, heldUntil) = (configuration.lease, ContinuousClock.now + configuration.lease)
        let renewed = try await database.write(.queueing) { try $0.renew(leases, for: lease) }
        running.settle(leases, renewed: renewed, until: heldUntil)
    }

    private func fireSchedules() async throws {
        guard !schedules.isEmpty else { return }
        let schedules = schedules
        for name in try await database.write(.queueing, { try $0.fire(schedules) }) {
            logger.debug("schedule fired", metadata: ["schedule": "\(name)"])
        }
    }

    private func showGauges() async throws {
        if let health = try await database.read(.queueing, { try $0.queueHealth() }) { JobMetrics.show(health) }
        try await gauges()
    }

    // MARK: Rescue

    /// Takes jobs from workers that were silent for too long, page by page, so that none that resists hides another.
    func rescueExpired(pageSize: Int = 100) async throws {
        var last: ExpiredJob?
        while true {
            let after = last
            let page = try await database.read(.queueing) { try $0.expiredJobs(after: after, maximum: pageSize) }
            for job in page { await rescue(job) }
            guard page.count == pageSize else { return }
            last = page.last
        }
    }

    private func rescue(_ job: ExpiredJob) async {
        await careful("rescue") {
            let delay = handlers[job.kind]?.backoff.delay(after: job.lease.attempt) ?? .zero
            guard
                let state = try await database.write(.queueing, { try $0.rescue(job.lease, delay: delay) })
            else { return }
            JobMetrics.count(job.kind, state == .dead ? .dead : .rescued)
            let metadata: Logger.Metadata = [
                "job": "\(job.lease.job)", "kind": "\(job.kind)", "attempt": "\(job.lease.attempt)",
                "error_code": "lease_ran_out",
            ]
            if state == .dead {
                logger.error("job dead: somebody has to look at it", metadata: metadata)
            } else {
                logger.warning("job rescued from a silent worker", metadata: metadata)
            }
        }
    }

    // MARK: Hints

    private func listen(on url: String, _ bell: AsyncStream<Void>.Continuation) async {
        let listener = Listener(url: url, channel: "outreach_jobs")
        while !Task.isCancelled {
            if case .pooled = await listener.listen({ bell.yield() }) {
                logger.info("a pooler stands before the database: new work is found by looking alone")
                return
            }
            // The link was lost. Meanwhile work is found by looking, so nothing is late for want of a hint.
            try? await Task.sleep(for: .seconds(5))
        }
    }
}
