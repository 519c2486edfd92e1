import Operations
import Store
import Synchronization

/// Watches for somebody who guesses: too many look-ups that find nobody within a while.
///
/// From then on, until the while has passed, every look-up of the account has to prove more than the ID.
final class MissWatch: Sendable {
    /// What is known of one account.
    private struct Record {
        var times: [ContinuousClock.Instant] = []
        /// Missed here since the other instances were told.
        var untold = 0
        /// Who missed here last.
        var caller: Caller?
    }

    let window: Duration
    private let most: Int
    private let records = Mutex<[CallerKey: Record]>([:])

    init(most: Int, within window: Duration) {
        self.most = most
        self.window = window
    }

    /// Whether the account has to prove more.
    func isSuspected(_ account: AccountID, at now: ContinuousClock.Instant = .now) -> Bool {
        let key = CallerKey(account)
        return records.withLock { $0[key].map { recent($0.times, now).count >= most } ?? false }
    }

    /// Counts a miss; true for the one with which the suspicion begins.
    func note(
        _ account: AccountID, by caller: Caller? = nil, at now: ContinuousClock.Instant = .now
    ) -> Bool {
        let key = CallerKey(account)
        return records.withLock { records in
            var record = records[key] ?? Record()
            record.times = recent(record.times, now) + [now]
            record.untold += 1
            record.caller = caller
            records[key] = record
            return record.times.count == most
        }
    }

    /// The misses here since this was asked last.
    func tell() -> [(caller: CallerKey, count: Int)] {
        records.withLock { records in
            let untold = records.filter { $0.value.untold > 0 }.map { (caller: $0.key, count: $0.value.untold) }
            for (caller, _) in untold { records[caller]?.untold = 0 }
            return untold
        }
    }

    /// Counts misses at another instance; answers who missed here, where the suspicion begins with them.
    ///
    /// Of an account that missed nothing here, an instance tells where it did.
    func missedElsewhere(
        _ count: Int, by key: CallerKey, at instant: ContinuousClock.Instant, now: ContinuousClock.Instant = .now
    ) -> Caller? {
        guard now - instant < window else { return nil }
        return records.withLock { records in
            var record = records[key] ?? Record()
            let before = recent(record.times, now)
            // More than that change nothing.
            record.times = before + Array(repeating: instant, count: min(count, most))
            records[key] = record
            return before.count < most && record.times.count >= most ? record.caller : nil
        }
    }

    private func recent(_ times: [ContinuousClock.Instant], _ now: ContinuousClock.Instant) -> [ContinuousClock.Instant]
    {
        times.filter { now - $0 < window }
    }
}
