import Foundation

/// Callers who each ask again as soon as they have their answer.
struct Crowd {
    let callers: Int
    let seconds: Double

    /// - Returns: rate, latencies and the processor time of this process, as one line.
    func run(_ once: @escaping @Sendable (_ caller: Int, _ number: Int) async throws -> Void) async throws -> String {
        let clock = ContinuousClock()
        // Connections, plans and caches first.
        try await round(until: clock.now + .seconds(min(1, seconds)), once: once)
        let (start, processor) = (clock.now, Self.processorTime())
        let latencies = try await round(until: start + .seconds(seconds), once: once).sorted()
        let elapsed = start.duration(to: clock.now) / .seconds(1)
        let own = (Self.processorTime() - processor) / Double(latencies.count) * 1_000_000
        func quantile(_ part: Double) -> String {
            String(format: "%.2f", latencies[Int(Double(latencies.count - 1) * part)] * 1_000)
        }
        return String(
            format: "rate=%.0f count=%d own_us=%.1f", Double(latencies.count) / elapsed, latencies.count, own)
            + " p50_ms=\(quantile(0.5)) p99_ms=\(quantile(0.99)) max_ms=\(quantile(1))"
    }

    @discardableResult
    private func round(
        until end: ContinuousClock.Instant, once: @escaping @Sendable (Int, Int) async throws -> Void
    ) async throws -> [Double] {
        try await withThrowingTaskGroup(of: [Double].self) { group in
            for caller in 0..<callers {
                group.addTask {
                    var latencies: [Double] = []
                    var started = ContinuousClock.now
                    while started < end {
                        try await once(caller, latencies.count)
                        let ended = ContinuousClock.now
                        latencies.append(started.duration(to: ended) / .seconds(1))
                        started = ended
                    }
                    return latencies
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }

    private static func processorTime() -> Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }
}
