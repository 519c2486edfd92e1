package import Postgres

/// Which of the schema's roles the login of a connection may take on.
package struct LoginRights: Sendable {
    package let mayServe: Bool
    package let mayAudit: Bool

    /// - Throws: ``PostgresError`` also where the roles are not there, before the first migration.
    package init(reading session: borrowing Session) throws {
        let rights = try session.first(.query("server/read_login")) { row in
            (try row.value("may_serve", as: Bool.self), try row.value("may_audit", as: Bool.self))
        }
        (mayServe, mayAudit) = rights ?? (false, false)
    }
}
