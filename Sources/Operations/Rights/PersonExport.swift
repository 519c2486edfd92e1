package import Foundation
package import Postgres
package import Store

/// Writes everything that is kept about a person as one JSON document, row by row.
///
/// The tables are read from the database's catalogue: a table that is added later is part of the document without a
/// change here. `audit_entry` says who looked, `account` and `organisation` who they are.
package struct PersonExport: Sendable {
    private let database: Database
    private let now: @Sendable () -> Date

    package init(database: Database, now: @escaping @Sendable () -> Date) {
        self.database = database
        self.now = now
    }

    /// Hands over the document of an ``ExportPerson`` that was allowed, piece by piece; answers how many rows it has.
    ///
    /// - Throws: ``PostgresError``, and what `write` throws.
    package func write(
        _ allowed: ExportPerson.Outcome, as member: Membership, to write: @escaping @Sendable (String) throws -> Void
    ) async throws -> Int {
        let head = """
            {"format":"outreach-subject-access-1","made_at":"\(now().formatted(.iso8601))",
            "people":[\(allowed.people.map { "\"\($0)\"" }.joined(separator: ","))],
            "tables":{
            """
        return try await database.read(.acting(as: member, timeout: .seconds(60))) { session in
            try write(head)
            var table: String?
            var (rows, isFirst) = (0, true)
            try session.forEachSubjectEntry(of: allowed.people) { entry in
                if entry.table != table {
                    try write((table == nil ? "" : "]") + (table == nil ? "\n" : ",\n") + "\"\(entry.table)\":[")
                    (table, isFirst) = (entry.table, true)
                }
                guard let json = entry.json else { return }
                try write((isFirst ? "\n" : ",\n") + json)
                isFirst = false
                rows += 1
            }
            try write((table == nil ? "" : "]") + "}}\n")
            return rows
        }
    }
}
