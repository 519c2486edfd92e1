import Foundation
package import Postgres

/// What the audit trail says of one effect, or of one look at a person.
///
/// Who, for whom and in which role stand in the transaction; the details hold identifiers and codes, never a name, a
/// birth date or a number of a person.
package struct AuditEntry: Sendable {
    package let action: String
    /// The people concerned: one entry is written for each, or a single one where nobody is concerned.
    package let people: [PersonID]
    package let details: [String: String]

    package init(_ action: String, people: [PersonID] = [], details: [String: String] = [:]) {
        self.action = action
        self.people = people
        self.details = details
    }
}

extension Session {
    /// Writes an entry into the audit trail, within the transaction of what it tells of.
    package func audit(_ entry: AuditEntry) throws {
        let details = String(decoding: try JSONEncoder().encode(entry.details), as: UTF8.self)
        if entry.people.isEmpty {
            try execute(.query("audit/write_entry"), entry.action, PersonID?.none, details)
        } else {
            try execute(.query("audit/write_entries"), entry.action, PostgresArray(entry.people), details)
        }
    }
}
