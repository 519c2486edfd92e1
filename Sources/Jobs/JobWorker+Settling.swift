internal import Logging
internal import Postgres
internal import Store

extension JobWorker {
    /// Writes down how an attempt ended; whoever was shut out writes nothing.
    func settle(
        _ job: ClaimedJob, _ handler: JobHandler, _ result: Result<JobOutcome, any Error>,
        _ reason: RunningJobs.Reason?
    ) async {
        var outcome = JobMetrics.Outcome.done
        do {
            switch result {
            case .success(.finished): break
            case .success(.done(let found)): try await write { try $0.finish(job.lease, result: found) }
            case .failure(let error): outcome = try await fail(job, handler, error, reason)
            }
        } catch is JobLost {
            outcome = .lost
        } catch {
            // The lease runs out, and whoever rescues the job does it again.
            outcome = .lost
        }
        JobMetrics.count(job.kind, outcome)
        tell(of: job, outcome, result, reason)
    }

    private func fail(
        _ job: ClaimedJob, _ handler: JobHandler, _ error: any Error, _ reason: RunningJobs.Reason?
    ) async throws -> JobMetrics.Outcome {
        if error is JobLost || reason == .lost { return .lost }
        if reason == .draining {
            try await write { try $0.release(job.lease) }
            return .released
        }
        let code = code(of: error, reason)
        let isFinal = (error as? any JobFailure)?.isFinal ?? false
        let delay = handler.backoff.delay(after: job.lease.attempt)
        let state = try await write { try $0.fail(job.lease, code: code, delay: delay, isFinal: isFinal) }
        return state == .dead ? .dead : .retried
    }

    private func code(of error: any Error, _ reason: RunningJobs.Reason?) -> String {
        reason == .timedOut ? "timed_out" : jobErrorCode(of: error)
    }

    /// Writes as the queue; a database that cannot be reached is asked again for as long as the lease may hold.
    private func write<Value: Sendable>(
        _ body: @escaping @Sendable (borrowing Session) throws -> Value
    ) async throws -> Value {
        let deadline = ContinuousClock.now + configuration.lease
        while true {
            do {
                return try await database.write(.queueing, body)
            } catch let error as PostgresError where error.isRetryable && ContinuousClock.now < deadline {
                // Twice a second, for a minute at most: a database that comes back is not met by every worker at once.
                try await Task.sleep(for: .milliseconds(500))
            }
        }
    }

    private func tell(
        of job: ClaimedJob, _ outcome: JobMetrics.Outcome, _ result: Result<JobOutcome, any Error>,
        _ reason: RunningJobs.Reason?
    ) {
        var metadata: Logger.Metadata = [
            "job": "\(job.lease.job)", "kind": "\(job.kind)", "attempt": "\(job.lease.attempt)",
            "outcome": "\(outcome.rawValue)",
        ]
        metadata["trace_id"] = job.trace.map { .string($0.traceID) }
        metadata["span_id"] = job.trace.map { .string($0.spanID) }
        if case .failure(let error) = result { metadata["error_code"] = "\(code(of: error, reason))" }
        switch outcome {
        // Somebody who follows a request sees what came of it; schedules' jobs end in silence.
        case .done: logger.log(level: job.trace == nil ? .debug : .info, "job done", metadata: metadata)
        case .dead: logger.error("job dead: somebody has to look at it", metadata: metadata)
        case .retried, .lost, .released, .rescued: logger.warning("job not done", metadata: metadata)
        }
    }
}
