/// How long to wait before the next attempt: doubling, capped, and spread so that failures do not come back together.
package struct Backoff: Sendable {
    package let first: Duration
    package let longest: Duration

    package init(first: Duration = .seconds(2), longest: Duration = .seconds(3_600)) {
        self.first = first
        self.longest = longest
    }

    /// The pause after this attempt failed, the first one being 1: between a half and the whole of the doubled time.
    package func delay(after attempt: Int, using generator: inout some RandomNumberGenerator) -> Duration {
        // 2^30 times any first pause is beyond every cap.
        let doubled = first * (1 << min(max(attempt - 1, 0), 30))
        return min(doubled, longest) * Double.random(in: 0.5...1, using: &generator)
    }

    package func delay(after attempt: Int) -> Duration {
        var generator = SystemRandomNumberGenerator()
        return delay(after: attempt, using: &generator)
    }
}
