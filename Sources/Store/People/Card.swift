package import OutreachCore
package import Postgres

/// What stands on a card.
///
/// Every value of one card comes from one row, so that no sorting can mix two people.
package struct Card: Hashable, Sendable, PersonalData {
    package let temporaryID: TemporaryID
    package let person: PersonID
    package let state: TemporaryID.State
    /// `nil` on a blank card.
    package let name: PersonName?
    package let birthDate: BirthDate?
    package let employerName: String?

    package init(
        temporaryID: TemporaryID, person: PersonID, state: TemporaryID.State, name: PersonName?,
        birthDate: BirthDate?, employerName: String?
    ) {
        self.temporaryID = temporaryID
        self.person = person
        self.state = state
        self.name = name
        self.birthDate = birthDate
        self.employerName = employerName
    }

    package init(row: borrowing Row) throws {
        temporaryID = try row.value("value")
        person = try row.value("person_id")
        state = try row.value("state")
        name = try PersonName(card: row)
        birthDate = try BirthDate(row: row)
        employerName = try row.optional("employer_name")
    }
}

extension PersonName {
    /// The name columns of a card; `nil` where there are no details.
    fileprivate init?(card row: borrowing Row) throws {
        guard let family = try row.optional("family_name", as: String.self) else { return nil }
        let given = [try row.value("given_names", as: String.self), try row.value("middle_names", as: String.self)]
            .filter { !$0.isEmpty }.joined(separator: " ")
        let latinGiven = try row.optional("latin_given_names", as: String.self)
        let latinFamily = try row.optional("latin_family_name", as: String.self)
        let hasLatin = latinGiven != nil || latinFamily != nil
        try self.init(
            given: given, family: family, title: try row.optional("title"),
            latin: hasLatin ? LatinForm(given: latinGiven, family: latinFamily) : nil)
    }
}

extension Session {
    /// The cards of these IDs, in their order; those that the actor may not see are missing.
    ///
    /// Where a person works for several employers, the preferred one is named.
    package func cards(_ ids: [TemporaryID], preferring employer: OrganisationID?) throws -> [Card] {
        try all(.query("card/list"), PostgresArray(ids), employer, decode: Card.init(row:))
    }

    /// The IDs that the people of an employer carry, in the order of names.
    package func temporaryIDs(ofStaffOf employer: OrganisationID) throws -> [TemporaryID] {
        try all(.query("card/list_ids_by_employer"), employer) { try $0.value("value") }
    }

    /// The IDs that the people of an upload carry, in the order of its rows; none for an upload that was undone.
    package func temporaryIDs(ofUpload upload: UploadID) throws -> [TemporaryID] {
        try all(.query("card/list_ids_by_upload"), upload) { try $0.value("value") }
    }
}
