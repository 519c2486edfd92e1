package import Postgres
import Store

extension TransactionContext {
    /// As the superuser that made the database: what no role of the program may do.
    package static let superuser = TransactionContext(
        role: nil, searchPath: "outreach, public", timeout: .seconds(120))
}

extension TestDatabase {
    /// Runs statements as the superuser.
    package func script(_ text: String) async throws {
        try await database.write(.superuser) { try $0.executeScript(text) }
    }

    /// The texts of the column `text` of a query, as the superuser sees them.
    package func texts(_ query: String) async throws -> [String] {
        try await database.read(.superuser) { session in
            try session.all(Query(name: "test", text: query)) { try $0.value("text") }
        }
    }

    /// The actions of the audit trail, in the order in which they happened.
    package func auditedActions() async throws -> [String] {
        try await texts("SELECT action AS text FROM audit_entry ORDER BY occurred_at, entry_id")
    }
}
