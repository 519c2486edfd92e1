package import Foundation
package import OutreachCore
package import Postgres

/// A steward's declaration that two people are two, or that a number is not a person's.
///
/// It stands above every machine and every other decision until a steward withdraws it.
package struct Exclusion: Hashable, Sendable {
    package let id: ExclusionID
    package let person: PersonID
    package let other: PersonID?
    package let number: NHSNumber?
    package let reason: String
    package let declaredAt: Date
    package let declaredByName: String
    package let withdrawnAt: Date?
    package let withdrawReason: String?

    fileprivate init(row: borrowing Row) throws {
        id = try row.value("exclusion_id")
        person = try row.value("person_id")
        other = try row.optional("other_person_id")
        number = try row.optional("nhs_number")
        reason = try row.value("reason")
        declaredAt = try row.value("declared_at")
        declaredByName = try row.optional("declared_by_name") ?? ""
        withdrawnAt = try row.optional("withdrawn_at")
        withdrawReason = try row.optional("withdraw_reason")
    }
}

extension Session {
    /// Declares that two people are two; false where that is declared already.
    package func exclude(_ one: PersonID, _ other: PersonID, as id: ExclusionID, reason: String) throws -> Bool {
        try addExclusion(id, one, other, nil, reason)
    }

    /// Declares that a number is not a person's; false where that is declared already.
    package func exclude(_ number: NHSNumber, from person: PersonID, as id: ExclusionID, reason: String) throws -> Bool
    {
        try addExclusion(id, person, nil, number, reason)
    }

    private func addExclusion(
        _ id: ExclusionID, _ person: PersonID, _ other: PersonID?, _ number: NHSNumber?, _ reason: String
    ) throws -> Bool {
        try execute(.query("exclusion/add"), id, person, other, number, reason) == 1
    }

    package func withdraw(_ exclusion: ExclusionID, reason: String) throws {
        try execute(.query("exclusion/withdraw"), exclusion, reason)
    }

    package func exclusion(_ id: ExclusionID) throws -> Exclusion? {
        try first(.query("exclusion/find"), id, decode: Exclusion.init(row:))
    }

    /// Declarations, the latest first.
    package func exclusions(onlyStanding: Bool, after last: ExclusionID?, maximum: Int) throws -> [Exclusion] {
        try all(.query("exclusion/list"), onlyStanding, last, maximum, decode: Exclusion.init(row:))
    }

    /// The declarations that stand about any of these people.
    package func exclusions(of people: [PersonID]) throws -> [Exclusion] {
        try all(.query("exclusion/list_of_people"), PostgresArray(people), decode: Exclusion.init(row:))
    }

    /// The numbers that are declared not to be somebody's, for everybody who is one human with that person.
    package func excludedNumbers() throws -> [PersonID: Set<NHSNumber>] {
        let rows = try all(.query("exclusion/list_numbers")) { row in
            (try row.value("person_id", as: PersonID.self), try row.value("nhs_number", as: NHSNumber.self))
        }
        return rows.reduce(into: [:]) { $0[$1.0, default: []].insert($1.1) }
    }
}
