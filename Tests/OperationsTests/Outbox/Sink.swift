import Foundation
import Jobs
import Operations
import OutreachCore
import Store
import Synchronization

/// A recipient made up for tests: it may fail, answer late, or lose its answer after it has taken the message.
final class Sink: NotificationDriver {
    let recipient: OutboundMessage.Recipient
    private let state: Mutex<State>

    struct State {
        var failing = 0.0
        var refuses = false
        /// Everything that reached the recipient, in the order in which it came.
        var received: [QueuedMessage] = []
        /// How often each message was tried.
        var tries: [NotificationID: Int] = [:]
        var generator = SystemRandomNumberGenerator()
    }

    struct Down: Error {}

    init(_ recipient: OutboundMessage.Recipient, failing: Double = 0) {
        self.recipient = recipient
        state = Mutex(State(failing: failing))
    }

    var received: [QueuedMessage] { state.withLock(\.received) }
    var tries: [NotificationID: Int] { state.withLock(\.tries) }

    func change(_ body: @Sendable (inout State) -> Void) { state.withLock { body(&$0) } }

    func send(_ message: QueuedMessage) async throws -> Delivery {
        try state.withLock { state in
            state.tries[message.id, default: 0] += 1
            if state.refuses { return .refused(code: "not known here") }
            guard Double.random(in: 0..<1, using: &state.generator) < state.failing else {
                state.received.append(message)
                return .accepted
            }
            // One failure in two has taken the message all the same, and its answer is lost.
            if Bool.random(using: &state.generator) { state.received.append(message) }
            throw Down()
        }
    }
}

/// What a recipient makes of a stream of messages: of each event the last one counts, whatever comes late or twice.
struct ReceiverModel: Equatable {
    private struct Known: Equatable {
        var place: Int
        var version: Int
        var number: String
        var isThere: Bool
    }

    private var events: [VaccinationID: Known] = [:]

    init(_ messages: [QueuedMessage]) {
        for message in messages { take(message) }
    }

    private mutating func take(_ message: QueuedMessage) {
        guard message.place > events[message.vaccination]?.place ?? -1 else { return }
        events[message.vaccination] = Known(
            place: message.place, version: message.version, number: message.number.digits,
            isThere: message.action != .delete)
    }
}
