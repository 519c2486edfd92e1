package import OutreachCore
package import Store

/// Brings messages to the recipients of one kind: the door to the outside world.
///
/// A driver may be asked to send one message several times: after an answer that never came, only the recipient knows
/// whether it has it. It always sends it under the message's id, and a recipient that knows that id does nothing.
package protocol NotificationDriver: Sendable {
    var recipient: OutboundMessage.Recipient { get }

    /// How long one sending may take at most; longer, and another worker may send the message as well.
    var lease: Duration { get }

    /// Sends a message.
    ///
    /// - Throws: whatever stood in the way; the message is tried again.
    func send(_ message: QueuedMessage) async throws -> Delivery
}

extension NotificationDriver {
    package var lease: Duration { .seconds(60) }
}

/// What the recipient's system answered.
package enum Delivery: Hashable, Sendable {
    /// It has the message; an acknowledgement follows.
    case accepted
    /// It has dealt with the message.
    case acknowledged
    /// It will not take the message: a code, never a text from outside.
    case refused(code: String)
}
