import Store
import Synchronization

/// Watches for somebody who guesses: too many look-ups that find nobody within a while.
///
/// From then on, until the while has passed, every look-up of the account has to prove more than the ID.
final class MissWatch: Sendable {
    private let most: Int
    private let window: Duration
    private let misses = Mutex<[AccountID: [ContinuousClock.Instant]]>([:])

    init(most: Int, within window: Duration) {
        self.most = most
        self.window = window
    }

    /// Whether the account has to prove more.
    func isSuspected(_ account: AccountID, at now: ContinuousClock.Instant = .now) -> Bool {
        misses.withLock { $0[account].map { recent($0, now).count >= most } ?? false }
    }

    /// Counts a miss; true for the one with which the suspicion begins.
    func note(_ account: AccountID, at now: ContinuousClock.Instant = .now) -> Bool {
        misses.withLock { misses in
            var times = recent(misses[account] ?? [], now)
            times.append(now)
            misses[account] = times
            return times.count == most
        }
    }

    private func recent(_ times: [ContinuousClock.Instant], _ now: ContinuousClock.Instant) -> [ContinuousClock.Instant]
    {
        times.filter { now - $0 < window }
    }
}
