package import OutreachCore
package import Postgres

/// The kinds of identifier that a person can have.
package enum IdentifierScheme: String, Hashable, Codable, Sendable, CaseIterable, PostgresValue {
    case temporaryID = "temporary_id"
    case nhsNumber = "nhs_number"
    case chiNumber = "chi_number"
    case healthAndCareNumber = "hc_number"
}

/// An identifier that is to be opened for a person.
package struct NewIdentifier: Sendable {
    /// The identifier itself, whoever it is to belong to.
    package struct Name: Hashable, Sendable {
        package let scheme: IdentifierScheme
        package let value: String
    }

    package let person: PersonID
    package let scheme: IdentifierScheme
    package let value: String

    package var name: Name { Name(scheme: scheme, value: value) }

    package init(_ id: TemporaryID, for person: PersonID) {
        (self.person, scheme, value) = (person, .temporaryID, id.canonical)
    }

    package init(_ number: NHSNumber, for person: PersonID) {
        (self.person, scheme, value) = (person, .nhsNumber, number.digits)
    }

    package init(_ number: CHINumber, for person: PersonID) {
        (self.person, scheme, value) = (person, .chiNumber, number.digits)
    }

    package init(_ number: HealthAndCareNumber, for person: PersonID) {
        (self.person, scheme, value) = (person, .healthAndCareNumber, number.digits)
    }
}

extension Session {
    /// Opens identifiers, temporary IDs as issued.
    package func open(_ identifiers: [NewIdentifier]) throws {
        try execute(
            .query("identifier/add_many"), PostgresArray(identifiers.map(\.person)),
            PostgresArray(identifiers.map(\.scheme)), PostgresArray(identifiers.map(\.value)))
    }

    /// Who holds each of these identifiers, also where the acting organisation may not see it: for comparing only.
    package func holders(of identifiers: [NewIdentifier]) throws -> [NewIdentifier.Name: PersonID] {
        let rows = try all(
            .query("identifier/list_holders"), PostgresArray(identifiers.map(\.scheme)),
            PostgresArray(identifiers.map(\.value))
        ) { row in
            (
                NewIdentifier.Name(scheme: try row.value("scheme"), value: try row.value("value")),
                try row.value("person_id", as: PersonID.self)
            )
        }
        return Dictionary(rows, uniquingKeysWith: { first, _ in first })
    }

    /// Draws temporary IDs that were never given out.
    package func drawTemporaryIDs(
        _ count: Int, using generator: inout some RandomNumberGenerator
    ) throws -> [TemporaryID] {
        var drawn: Set<TemporaryID> = []
        var ids: [TemporaryID] = []
        while ids.count < count {
            let fresh = (0..<(count - ids.count)).map { _ in TemporaryID.random(using: &generator) }
            let used = Set(
                try all(.query("identifier/list_used_temporary_ids"), PostgresArray(fresh.map(\.canonical))) { row in
                    try row.value("value", as: String.self)
                })
            ids += fresh.filter { !used.contains($0.canonical) && drawn.insert($0).inserted }
        }
        return ids
    }

    /// The temporary ID that each of these people carries, as far as they carry one that the actor may see.
    package func temporaryIDs(of people: [PersonID]) throws -> [PersonID: TemporaryID] {
        let rows = try all(.query("identifier/list_temporary_ids"), PostgresArray(people)) { row in
            (try row.value("person_id", as: PersonID.self), try row.value("value", as: TemporaryID.self))
        }
        return Dictionary(uniqueKeysWithValues: rows)
    }
}
