package import OutreachCore
package import Postgres

/// What one row of a batch came to.
package enum Permitted<Value: Sendable>: Sendable {
    /// The membership has ended since its holder signed in, or never was: nothing was read or done.
    case no
    case yes(Value)
}

extension BatchLoop {
    /// Who holds a temporary ID, with the audit entry of whoever asked; `nil` where nobody holds it.
    package func check(_ id: TemporaryID, for member: Membership) async throws -> Permitted<GroupFile?> {
        let answer = try await send(
            .query("batch/check_temporary_ids"), member.account, member.organisation, member.role, id)
        return try answer.permitted { try GroupFile(answer) }
    }
}

extension BatchAnswer {
    /// - Throws: ``PostgresError`` of kind `undecodable` where the request has no row.
    func permitted<Value>(_ body: () throws -> Value) throws -> Permitted<Value> {
        guard let isPermitted = try first({ try $0.value("is_permitted", as: Bool.self) }) else {
            throw PostgresError(.undecodable, subject: "is_permitted")
        }
        return isPermitted ? .yes(try body()) : .no
    }
}
