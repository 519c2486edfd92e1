package import OutreachCore
package import Postgres
package import Store

/// Queues a message again that is dead, under the same key, once somebody has mended what it died of.
package struct ResendMessage: RepeatableOperation {
    package static let name = "resend_message"
    package static let roles: Set<Role> = [.steward]

    package let message: String

    /// - Parameter message: the message's id, as typed.
    package init(_ message: String) {
        self.message = message
    }

    package struct Outcome: Hashable, Codable, Sendable {
        package let message: NotificationID
        package let state: OutboundMessage.State
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        guard let id = NotificationID(postgresText: message),
            let found = try session.lockMessage(id)
        else { throw Refusal.notFound("message") }
        let person = found.person
        var state = found.state
        do {
            try state.apply(.resend)
        } catch {
            throw AuditedRefusal(
                Refusal(.conflict, "This message is not dead: only a dead one is sent again. Look at the list."),
                audit: AuditEntry(Self.name + "_refused", people: [person]))
        }
        try session.move(id, to: state, errorCode: nil)
        return Effect(
            Outcome(message: id, state: state),
            audit: AuditEntry(Self.name, people: [person], details: ["notification": id.description]))
    }
}
