package import OutreachCore
package import Postgres

/// One row about somebody, of any table; or the beginning of a table.
package struct SubjectEntry: Sendable, PersonalData {
    package let table: String
    /// The row as JSON; `nil` before the first row of a table.
    package let json: String?

    fileprivate init(row: borrowing Row) throws {
        table = try row.value("table_name")
        json = try row.optional("entry")
    }
}

extension Session {
    /// Everybody who is one human with the person of this id, temporary ID or live NHS number, for an auditor.
    package func subjectGroup(
        _ person: PersonID?, _ temporaryID: TemporaryID?, _ number: NHSNumber?
    ) throws -> [PersonID] {
        try all(.query("subject/list_group"), person, temporaryID?.canonical, number?.digits) {
            try $0.value("person_id")
        }
    }

    /// Takes down that the actor takes away everything about these people.
    package func noteSubjectAccess(to people: [PersonID], reason: String) throws {
        try execute(.query("subject/note_access"), PostgresArray(people), reason)
    }

    /// Hands over everything that is kept about these people, table by table, for an auditor.
    package func forEachSubjectEntry(of people: [PersonID], _ body: (SubjectEntry) throws -> Void) throws {
        try forEach(.query("subject/list_entries"), PostgresArray(people)) { try body(SubjectEntry(row: $0)) }
    }

    /// The details that hold now of a person, with their version; `nil` for a blank card or nobody.
    package func currentDetails(of person: PersonID) throws -> (version: Int, details: PersonDetails)? {
        try first(.query("person/find_details"), person) { row in
            (try row.value("version"), try PersonDetails(row: row))
        }
    }
}
