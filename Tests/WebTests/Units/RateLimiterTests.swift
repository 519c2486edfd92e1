import Foundation
import Store
import Testing

@testable import Web

@Suite struct `a limit of requests` {
    private let start = ContinuousClock.now
    private let a = CallerKey(local: "a")

    @Test func `lets a burst pass and then the average`() {
        let limiter = RateLimiter(60, per: .seconds(60))
        let burst = (0..<70).map { _ in limiter.take(a, at: start) }
        #expect(burst.count(where: \.isAllowed) == 60)
        #expect(burst.prefix(60).map(\.remaining) == Array((0..<60).reversed()))
        #expect(burst.last?.retryAfter == 1)
        #expect(limiter.take(CallerKey(local: "b"), at: start).isAllowed)
        let later = (0..<20).map { _ in limiter.take(a, at: start + .seconds(10)) }
        #expect(later.count(where: \.isAllowed) == 10)
        let hour = (0..<100).map { _ in limiter.take(a, at: start + .seconds(3_600)) }
        #expect(hour.count(where: \.isAllowed) == 60)
    }

    @Test func `says when it is worth asking again, to the second`() {
        let limiter = RateLimiter(2, per: .seconds(60))
        for _ in 0..<2 { #expect(limiter.take(a, at: start).retryAfter == 0) }
        let refused = limiter.take(a, at: start)
        #expect(refused.retryAfter == 30)
        #expect(!limiter.take(a, at: start + .seconds(29)).isAllowed)
        #expect(limiter.take(a, at: start + .seconds(31)).isAllowed)
    }

    @Test func `holds for whoever asks all the time`() {
        let limiter = RateLimiter(30, per: .seconds(60))
        let allowed = (0..<6_000).count { limiter.take(a, at: start + .milliseconds(100 * $0)).isAllowed }
        // Ten minutes: the burst and thirty a minute.
        #expect((325...331).contains(allowed), "\(allowed)")
    }

    @Test func `does not remember more callers than there is room for`() {
        let limiter = RateLimiter(1, per: .seconds(60))
        for number in 0..<250_000 { _ = limiter.take(CallerKey(local: "caller \(number)"), at: start) }
        #expect(limiter.take(CallerKey(local: "another"), at: start).isAllowed)
    }

    @Test func `counts what was taken elsewhere, as far as nothing has filled it up since`() {
        let limiter = RateLimiter(60, per: .seconds(60), isShared: true)
        let now = start + .seconds(100)
        // Full all the time: half of it would be there again.
        limiter.takeElsewhere(60, by: a, at: now - .seconds(30), now: now)
        #expect(limiter.take(a, at: now).remaining == 29)
        // Twice the limit is owed, and filled up by the second.
        limiter.takeElsewhere(89, by: a, at: now, now: now)
        #expect(limiter.take(a, at: now).retryAfter == 61)
        #expect(limiter.take(a, at: now).remaining == 0)
        #expect(limiter.take(a, at: now + .seconds(62)).isAllowed)
        #expect(limiter.tell().map(\.count) == [2])
        #expect(limiter.tell().isEmpty)
        // Nobody is shut out for ever.
        limiter.takeElsewhere(1_000_000, by: a, at: now, now: now)
        #expect(limiter.take(a, at: now + .seconds(602)).isAllowed)
    }

    @Test func `does not forget what is owed to make room`() {
        let limiter = RateLimiter(1, per: .seconds(60), isShared: true)
        limiter.takeElsewhere(5, by: a, at: start, now: start)
        for number in 0..<99_999 { _ = limiter.take(CallerKey(local: "caller \(number)"), at: start - .seconds(90)) }
        _ = limiter.take(CallerKey(local: "another"), at: start)
        #expect(!limiter.take(a, at: start + .seconds(61)).isAllowed)
    }
}

@Suite struct `a watch for misses` {
    private let start = ContinuousClock.now

    @Test func `suspects whoever misses too often, until the while has passed`() {
        let watch = MissWatch(most: 3, within: .seconds(600))
        let account = AccountID()
        let begins = (0..<5).map { watch.note(account, at: start + .seconds($0)) }
        #expect(begins == [false, false, true, false, false])
        #expect(watch.isSuspected(account, at: start + .seconds(599)))
        #expect(!watch.isSuspected(AccountID(), at: start))
        #expect(!watch.isSuspected(account, at: start + .seconds(605)))
    }

    @Test func `does not suspect whoever misses now and then`() {
        let watch = MissWatch(most: 3, within: .seconds(600))
        let account = AccountID()
        for number in 0..<20 {
            #expect(!watch.note(account, at: start + .seconds(301 * number)))
            #expect(!watch.isSuspected(account, at: start + .seconds(301 * number)))
        }
    }
}
