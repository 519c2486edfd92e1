package import OutreachCore
package import Postgres
package import Store

/// Allows somebody to verify the audit trail, and enters that into it.
package struct VerifyAudit: Operation {
    package static let name = "verify_audit"
    package static let roles: Set<Role> = [.auditor]

    package init() {}

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Bool> {
        Effect(true, audit: AuditEntry(Self.name))
    }
}
