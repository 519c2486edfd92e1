package import OutreachCore
package import Postgres

/// Who holds a temporary ID, and what has become of it.
package struct TemporaryIDHolder: Hashable, Sendable {
    package let person: PersonID
    package let state: TemporaryID.State
    package let successor: TemporaryID?

    init(person: PersonID, state: TemporaryID.State, successor: TemporaryID?) {
        (self.person, self.state, self.successor) = (person, state, successor)
    }

    fileprivate init(row: borrowing Row) throws {
        person = try row.value("person_id")
        state = try row.value("state")
        successor = try row.optional("replaced_by")
    }
}

/// An employer as lists name it.
package struct EmployerName: Hashable, Codable, Sendable {
    package let odsCode: ODSCode
    package let name: String

    fileprivate init(row: borrowing Row) throws {
        odsCode = try row.value("ods_code")
        name = try row.value("name")
    }
}

extension Session {
    /// Who holds this temporary ID, live or closed, or `nil` where it was never given out to anybody the actor sees.
    package func holder(of id: TemporaryID) throws -> TemporaryIDHolder? {
        try first(.query("identifier/find_temporary_id"), id, decode: TemporaryIDHolder.init(row:))
    }

    /// The NHS number of a group, or `nil` where it has none, or more than one: then nothing is known for certain.
    package func nhsNumber(of group: PersonGroup) throws -> NHSNumber? {
        let numbers = try all(.query("identifier/list_nhs_numbers"), PostgresArray(group.members)) { row in
            try row.value("value", as: NHSNumber.self)
        }
        return numbers.count == 1 ? numbers[0] : nil
    }

    /// The details that hold now of each of these people, as far as the actor sees them.
    package func details(of people: [PersonID]) throws -> [PersonID: PersonDetails] {
        let rows = try all(.query("person/list_details"), PostgresArray(people)) { row in
            (try row.value("person_id", as: PersonID.self), try PersonDetails(row: row))
        }
        return Dictionary(uniqueKeysWithValues: rows)
    }

    /// People who share a blocking key, as far as the actor sees them, each with the golden person of the group.
    package func people(sharing keys: [Int64]) throws -> [(person: PersonID, golden: PersonID)] {
        try all(.query("person/list_by_keys"), PostgresArray(keys)) { row in
            (person: try row.value("person_id"), golden: try row.value("golden_person_id"))
        }
    }

    /// The employers that each of these people works for now, as far as the actor may see it.
    package func employers(of people: [PersonID]) throws -> [PersonID: [EmployerName]] {
        let rows = try all(.query("employment/list_employers"), PostgresArray(people)) { row in
            (try row.value("person_id", as: PersonID.self), try EmployerName(row: row))
        }
        return Dictionary(grouping: rows, by: \.0).mapValues { $0.map(\.1) }
    }
}
