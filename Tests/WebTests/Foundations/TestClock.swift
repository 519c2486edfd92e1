import Foundation
import Synchronization

/// A clock that a test sets.
final class TestClock: Sendable {
    private let ahead = Mutex(0.0)

    var now: Date { Date().addingTimeInterval(ahead.withLock { $0 }) }

    func advance(by seconds: Double) {
        ahead.withLock { $0 += seconds }
    }
}
