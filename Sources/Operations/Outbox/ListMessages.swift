package import OutreachCore
package import Postgres
package import Store

/// The messages of the outbox, the oldest first, without the numbers that they go out under.
package struct ListMessages: Operation {
    package static let name = "list_messages"
    package static let roles: Set<Role> = [.steward]

    package let states: [OutboundMessage.State]
    package let maximum: Int

    /// - Parameters:
    ///   - states: only messages in one of these; those that somebody has to look at where there are none.
    ///   - maximum: the most messages that are shown, up to 500.
    package init(states: [OutboundMessage.State] = [], maximum: Int = 50) {
        self.states = states
        self.maximum = maximum
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<[MessageLine]> {
        let wanted = states.isEmpty ? [.undeliverable, .dead] : states
        let lines = try session.messages(in: wanted, maximum: min(max(maximum, 1), 500))
        let people = Array(Set(lines.map(\.person))).sorted()
        return Effect(
            lines, audit: AuditEntry(Self.name, people: people, details: ["lines": String(lines.count)]))
    }
}
