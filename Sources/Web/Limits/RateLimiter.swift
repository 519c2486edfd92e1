import Synchronization

/// Counts how often each caller asked, and says when it is too often.
///
/// A token bucket per caller: full at first, filling at the allowed rate, so that a short burst passes and the average
/// holds. The counts are this instance's own: behind a proxy with n instances a caller may reach n times the limit.
final class RateLimiter: Sendable {
    struct Verdict: Sendable {
        let isAllowed: Bool
        let limit: Int
        let remaining: Int
        /// Seconds until one more is allowed; 0 where one is.
        let retryAfter: Int
    }

    private struct Bucket {
        var tokens: Double
        var filledAt: ContinuousClock.Instant
    }

    private let limit: Int
    private let window: Duration
    private let buckets = Mutex<[String: Bucket]>([:])
    /// Callers that are remembered: past it, those whose buckets are full again are forgotten.
    private let mostCallers = 100_000

    /// - Parameters:
    ///   - limit: how often within the window.
    ///   - window: how long it takes an empty bucket to fill.
    init(_ limit: Int, per window: Duration) {
        self.limit = limit
        self.window = window
    }

    /// Takes a token of this caller, where there is one.
    func take(_ caller: String, at now: ContinuousClock.Instant = .now) -> Verdict {
        buckets.withLock { buckets in
            if buckets.count >= mostCallers, buckets[caller] == nil { forgetIdle(&buckets, now) }
            var bucket = filled(buckets[caller], now)
            let isAllowed = bucket.tokens >= 1
            if isAllowed { bucket.tokens -= 1 }
            buckets[caller] = bucket
            return Verdict(
                isAllowed: isAllowed, limit: limit, remaining: Int(bucket.tokens),
                retryAfter: isAllowed ? 0 : Int(((1 - bucket.tokens) * window.seconds / Double(limit)).rounded(.up)))
        }
    }

    private func filled(_ bucket: Bucket?, _ now: ContinuousClock.Instant) -> Bucket {
        guard let bucket else { return Bucket(tokens: Double(limit), filledAt: now) }
        let gained = (now - bucket.filledAt).seconds * Double(limit) / window.seconds
        return Bucket(tokens: min(Double(limit), bucket.tokens + gained), filledAt: now)
    }

    private func forgetIdle(_ buckets: inout [String: Bucket], _ now: ContinuousClock.Instant) {
        buckets = buckets.filter { now - $0.value.filledAt < window }
        // Everybody is busy: a flood of made-up callers must not fill the memory.
        if buckets.count >= mostCallers { buckets.removeAll() }
    }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
