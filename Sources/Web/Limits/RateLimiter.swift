import Synchronization

/// Counts how often each caller asked, and says when it is too often.
///
/// A token bucket per caller: full at first, filling at the allowed rate, so that a short burst passes and the average
/// holds. What a caller took elsewhere is taken from the bucket afterwards: it may owe some then, and waits until it has
/// filled up again.
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
        /// When it was full for the last time.
        var fullAt: ContinuousClock.Instant
        /// Taken here since the other instances were told.
        var untold = 0
    }

    private struct State {
        var buckets: [CallerKey: Bucket] = [:]
        /// Whose buckets have something to tell.
        var untold: [CallerKey] = []
    }

    private let limit: Int
    private let window: Duration
    private let isShared: Bool
    private let state = Mutex(State())
    /// Callers that are remembered: past it, those whose buckets are full again are forgotten.
    private let mostCallers = 100_000
    /// Windows that a caller may owe at most, whatever the other instances tell.
    private static let mostOwed = 10.0

    /// - Parameters:
    ///   - limit: how often within the window.
    ///   - window: how long it takes an empty bucket to fill.
    ///   - isShared: whether what is taken is told to other instances.
    init(_ limit: Int, per window: Duration, isShared: Bool = false) {
        self.limit = limit
        self.window = window
        self.isShared = isShared
    }

    /// Takes a token of this caller, where there is one.
    func take(_ caller: CallerKey, at now: ContinuousClock.Instant = .now) -> Verdict {
        state.withLock { state in
            if state.buckets.count >= mostCallers, state.buckets[caller] == nil { forgetIdle(&state, now) }
            var bucket = filled(state.buckets[caller], now)
            let isAllowed = bucket.tokens >= 1
            if isAllowed {
                bucket.tokens -= 1
                if isShared {
                    if bucket.untold == 0 { state.untold.append(caller) }
                    bucket.untold += 1
                }
            }
            state.buckets[caller] = bucket
            return Verdict(
                isAllowed: isAllowed, limit: limit, remaining: max(0, Int(bucket.tokens)),
                retryAfter: isAllowed ? 0 : Int(((1 - bucket.tokens) / rate).rounded(.up)))
        }
    }

    /// What callers took here since this was asked last.
    func tell() -> [(caller: CallerKey, count: Int)] {
        state.withLock { state in
            let callers = state.untold
            state.untold.removeAll(keepingCapacity: true)
            return callers.compactMap { caller in
                guard let count = state.buckets[caller]?.untold, count > 0 else { return nil }
                state.buckets[caller]?.untold = 0
                return (caller, count)
            }
        }
    }

    /// Takes what a caller took at another instance, at an instant that may have passed: of what went into a bucket that
    /// was full since then, so much would have found room.
    func takeElsewhere(
        _ count: Int, by caller: CallerKey, at instant: ContinuousClock.Instant,
        now: ContinuousClock.Instant = .now
    ) {
        state.withLock { state in
            if state.buckets.count >= mostCallers, state.buckets[caller] == nil { forgetIdle(&state, now) }
            var bucket = filled(state.buckets[caller], now)
            let replaced = max(0, (bucket.fullAt - instant).seconds) * rate
            bucket.tokens -= max(0, Double(count) - replaced)
            bucket.tokens = max(bucket.tokens, -Self.mostOwed * Double(limit))
            state.buckets[caller] = bucket
        }
    }

    /// Tokens that a bucket gets in a second.
    private var rate: Double { Double(limit) / window.seconds }

    private func filled(_ bucket: Bucket?, _ now: ContinuousClock.Instant) -> Bucket {
        guard var bucket else { return Bucket(tokens: Double(limit), filledAt: now, fullAt: now) }
        bucket.tokens += (now - bucket.filledAt).seconds * rate
        bucket.filledAt = now
        if bucket.tokens >= Double(limit) { (bucket.tokens, bucket.fullAt) = (Double(limit), now) }
        return bucket
    }

    private func forgetIdle(_ state: inout State, _ now: ContinuousClock.Instant) {
        state.buckets = state.buckets.filter { filled($0.value, now).tokens < Double(limit) }
        // Everybody is busy: a flood of made-up callers must not fill the memory.
        if state.buckets.count >= mostCallers { state.buckets.removeAll() }
    }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
