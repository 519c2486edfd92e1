package import OutreachCore
package import Postgres

/// A live NHS number and the person who holds it.
package struct HeldNumber: Hashable, Sendable {
    package let number: NHSNumber
    package let holder: PersonID
}

/// A message that a recipient was asked to delete.
package struct Retraction: Hashable, Sendable {
    package let person: PersonID
    package let vaccination: VaccinationID
    package let recipient: String
}

extension Session {
    /// The person who holds an NHS number now, or `nil` where nobody does whom the actor sees.
    package func person(holding number: NHSNumber) throws -> PersonID? {
        try first(.query("identifier/find_nhs_number"), number) { try $0.value("person_id") }
    }

    /// Closes the reviews of these people that nobody has to answer any more.
    package func closeAnsweredReviews(of people: [PersonID]) throws {
        try execute(.query("review/close_answered"), PostgresArray(people))
    }

    /// Sends the held messages of these people off under their numbers.
    package func releaseMessages(_ numbers: [PersonID: NHSNumber]) throws {
        let people = numbers.keys.sorted()
        try execute(
            .query("notification/release"), PostgresArray(people), PostgresArray(people.compactMap { numbers[$0] }))
    }

    /// Sends an update of these events, under the same id, to whoever has them: their place in the course has changed.
    package func updateMessages(renumbered vaccinations: [(person: PersonID, vaccination: VaccinationID)]) throws {
        try execute(
            .query("notification/renumber"), PostgresArray(vaccinations.map(\.person)),
            PostgresArray(vaccinations.map(\.vaccination)))
    }

    /// Asks recipients to delete what went out about these people under a number that is not theirs now, and holds the
    /// same messages anew.
    ///
    /// `numbers` says what each one's number is now, `nil` for none.
    package func retractMessages(_ numbers: [PersonID: NHSNumber?]) throws {
        let people = numbers.keys.sorted()
        let retractions = try all(
            .query("notification/retract"), PostgresArray(people),
            PostgresArray(people.map { numbers[$0]??.digits ?? "" })
        ) { row in
            Retraction(
                person: try row.value("person_id"), vaccination: try row.value("vaccination_id"),
                recipient: try row.value("recipient"))
        }
        try execute(
            .query("notification/hold_anew"), PostgresArray(retractions.map(\.person)),
            PostgresArray(retractions.map(\.vaccination)), PostgresArray(retractions.map(\.recipient)))
    }
}
