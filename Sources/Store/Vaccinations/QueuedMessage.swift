package import OutreachCore
package import Postgres

package enum NotificationSubject {}
package typealias NotificationID = Key<NotificationSubject>

/// A message whose turn it is, as whoever sends it got it.
package struct QueuedMessage: Hashable, Sendable, PersonalData {
    /// The key under which it goes out, the same however often it is sent.
    package let id: NotificationID
    /// The order of the messages about one person: a recipient that has a later one leaves an earlier one be.
    package let place: Int
    package let person: PersonID
    /// The event, by an id that never changes.
    package let vaccination: VaccinationID
    package let version: Int
    package let action: OutboundMessage.Action
    package let recipient: OutboundMessage.Recipient
    package let number: NHSNumber
    package let state: OutboundMessage.State
    /// Counts the claims: whoever holds a lower one is shut out.
    package let attempt: Int
    package let failures: Int

    fileprivate init(row: borrowing Row) throws {
        id = try row.value("notification_id")
        place = try row.value("place")
        person = try row.value("person_id")
        vaccination = try row.value("vaccination_id")
        version = try row.value("version")
        action = try row.value("action")
        recipient = try row.value("recipient")
        number = try row.value("nhs_number")
        state = try row.value("state")
        attempt = try row.value("attempt")
        failures = try row.value("failures")
    }
}

/// A message as somebody looks at it: without the number that it goes out under.
package struct MessageLine: Hashable, Codable, Sendable {
    package let id: NotificationID
    package let recipient: OutboundMessage.Recipient
    package let action: OutboundMessage.Action
    package let state: OutboundMessage.State
    package let vaccination: VaccinationID
    package let version: Int
    package let failures: Int
    package let errorCode: String?
    package let person: PersonID

    fileprivate init(row: borrowing Row) throws {
        id = try row.value("notification_id")
        recipient = try row.value("recipient")
        action = try row.value("action")
        state = try row.value("state")
        vaccination = try row.value("vaccination_id")
        version = try row.value("version")
        failures = try row.value("failures")
        errorCode = try row.optional("error_code")
        person = try row.value("person_id")
    }
}

extension Session {
    /// Claims messages whose turn it is: of each person the first that is not settled.
    package func claimMessages(
        to recipient: OutboundMessage.Recipient, maximum: Int, lease: Duration
    ) throws -> [QueuedMessage] {
        // One that cannot be read must not hold up the others: it stays queued, and the outbox's age shows it.
        let messages = try all(
            .query("notification/claim"), recipient, maximum, Double(lease.components.seconds),
            decode: { row in try? QueuedMessage(row: row) })
        return messages.compactMap(\.self)
    }

    /// Writes down what came of sending; false for whoever was shut out meanwhile.
    package func settle(
        _ message: QueuedMessage, as state: OutboundMessage.State, failures: Int, nextTryIn delay: Duration,
        errorCode: String?
    ) throws -> Bool {
        try execute(
            .query("notification/settle"), message.person, message.id, message.attempt, state, failures,
            Double(delay.components.seconds) + Double(delay.components.attoseconds) / 1e18, errorCode) == 1
    }

    /// A message's person and state, the message locked; `nil` where there is none that the actor may see.
    package func lockMessage(_ id: NotificationID) throws -> (person: PersonID, state: OutboundMessage.State)? {
        try first(.query("notification/lock"), id) { (try $0.value("person_id"), try $0.value("state")) }
    }

    /// Moves a locked message to another state: its lease, if any, is over.
    package func move(_ id: NotificationID, to state: OutboundMessage.State, errorCode: String?) throws {
        try execute(.query("notification/move"), id, state, errorCode)
    }

    /// Messages in these states, the oldest first.
    package func messages(in states: [OutboundMessage.State], maximum: Int) throws -> [MessageLine] {
        try all(.query("notification/list"), PostgresArray(states), maximum, decode: MessageLine.init(row:))
    }
}
