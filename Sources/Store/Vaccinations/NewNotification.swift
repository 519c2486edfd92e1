package import OutreachCore
package import Postgres

/// A message about one version of a vaccination that others are to be told of; its properties are the columns.
package struct NewNotification: Encodable, Sendable {
    /// What the recipient does with the event, whose id stays the same through all of them.
    package enum Action: String, Encodable, Sendable {
        case new
        case update
        case delete
    }

    package let personId: PersonID
    package let vaccinationId: VaccinationID
    package let version: Int
    package let action: Action
    package let nhsNumber: String?

    /// A message that goes out under this number; without one it is held.
    package init(
        _ action: Action, about vaccination: VaccinationID, version: Int, of person: PersonID, number: NHSNumber?
    ) {
        personId = person
        vaccinationId = vaccination
        self.version = version
        self.action = action
        nhsNumber = number?.digits
    }
}

extension Session {
    /// Writes messages to the national immunisation store and to the practice, in this order.
    ///
    /// The caller holds the lock of the people concerned, so that the order of the messages is that of the events.
    package func notify(_ messages: [NewNotification]) throws {
        let recipients = PostgresArray(OutboundMessage.Recipient.allCases)
        try execute(.query("notification/add_many"), JSONRows(messages), recipients)
    }
}
