import Foundation
import Metrics
import Operations
import Postgres
import ServiceLifecycle
import Store
import Synchronization

/// Tells the other instances how often callers asked here, and takes from their buckets what they took there.
///
/// One statement a second, beside the requests, and none where nobody has asked for a minute. What cannot be told is
/// dropped: the limits of each instance go on alone, and a metric counts it.
final class LimitExchange: Service {
    static let pause: Duration = .seconds(1)
    /// After the last request, for how long others are still asked.
    private static let patience: Duration = .seconds(60)
    /// How far back the misses count that an instance hears of which has just started.
    private static let memory: Duration = .seconds(600)
    /// How long the database keeps what is counted, in seconds.
    private static let kept: Int64 = 900

    private struct State {
        /// How much of what others took is known here.
        var seen: [UseElsewhere.Cell: Int] = [:]
        var newestMinute: Int64 = 0
        var exchangedAt: ContinuousClock.Instant?
        var countedAt: ContinuousClock.Instant = .now

        /// Forgets minutes that the database has forgotten.
        mutating func forget(before minute: Int64) {
            guard minute > newestMinute else { return }
            newestMinute = minute
            seen = seen.filter { $0.key.minute >= minute - kept }
        }
    }

    private let instance = UUID()
    private let gates: Gates
    private let database: Database
    private let alert: MissAlert
    private let state = Mutex(State())

    init(_ gates: Gates, database: Database, alert: MissAlert) {
        self.gates = gates
        self.database = database
        self.alert = alert
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try? await Task.sleep(for: Self.pause)
                await self.exchangeIfBusy()
            }
        }
        // The others go on: what was taken here last counts there.
        if !Task.isCancelled { await exchange() }
    }

    private func exchangeIfBusy() async {
        guard !Task.isCancelled else { return }
        let told = gates.tell()
        let isBusy = state.withLock { state in
            if !told.isEmpty { state.countedAt = .now }
            return .now - state.countedAt < Self.patience
        }
        if isBusy { await exchange(told) }
    }

    /// Tells and asks once.
    func exchange() async {
        await exchange(gates.tell())
    }

    private func exchange(_ told: [CallerUse]) async {
        let now = ContinuousClock.now
        let gap = state.withLock { $0.exchangedAt.map { min(now - $0, Self.memory) } ?? Self.memory }
        do {
            let use = try await database.write(.counting) { [instance] in
                try $0.exchange(told, of: instance, within: gap.seconds)
            }
            for caller in learn(use, gap, now) { try? await alert.raise(for: caller) }
        } catch {
            Counter(label: "outreach_limit_exchange_failures_total").increment()
        }
    }

    /// Takes what is new of it; answers whose misses are too many by it.
    private func learn(
        _ use: [UseElsewhere], _ gap: Duration, _ now: ContinuousClock.Instant
    ) -> [Caller] {
        let news = state.withLock { state in
            state.exchangedAt = now
            return use.filter { $0.taken > state.seen[$0.cell] ?? 0 }.map { one in
                let count = one.taken - (state.seen.updateValue(one.taken, forKey: one.cell) ?? 0)
                state.forget(before: one.cell.minute)
                return (one: one, count: count)
            }
        }
        return news.compactMap { one, count in
            gates.takeElsewhere(
                count, of: one.cell.limit, by: CallerKey(told: one.cell.caller), at: now - one.age(within: gap),
                now: now)
        }
    }
}

extension UseElsewhere {
    /// How long ago it was taken, in the middle: after the first of it, and after it was asked for last.
    fileprivate func age(within gap: Duration) -> Duration {
        let began = max(idleSeconds, min(begunSeconds, gap.seconds))
        return .seconds((idleSeconds + began) / 2)
    }
}
