internal import OutreachCore
package import Postgres

extension TransactionContext {
    private static let schemas: StaticString = "outreach, public, pg_temp"

    /// As the service, on behalf of a member: row-level security shows what that membership may see.
    package static func acting(as member: Membership, timeout: Duration? = nil) -> TransactionContext {
        TransactionContext(
            role: DatabaseRole("outreach_service"), searchPath: schemas,
            settings: [
                ("outreach.account", member.account.description),
                ("outreach.organisation", member.organisation.description),
                ("outreach.role", member.role.rawValue),
            ],
            timeout: timeout)
    }

    /// As the service before anybody is known: sees nothing that belongs to somebody.
    package static let signingIn = TransactionContext(role: DatabaseRole("outreach_service"), searchPath: schemas)

    /// As the service on behalf of many: every row of a batch names its own actor.
    package static let batching = signingIn

    /// As the service on its own behalf, beside its requests: counting them.
    package static let counting = TransactionContext(
        role: DatabaseRole("outreach_service"), searchPath: schemas, timeout: .seconds(2))

    /// As the service on its own behalf: sealing the audit trail.
    package static let sealing = TransactionContext(
        role: DatabaseRole("outreach_service"), searchPath: schemas, timeout: .seconds(600))

    /// As the owner of the schema: migrations.
    package static let owning = TransactionContext(
        role: DatabaseRole("outreach_owner"), searchPath: schemas, timeout: .seconds(600))

    /// As the login itself: what must stand before there are roles.
    package static let preparing = TransactionContext(role: nil, searchPath: schemas, timeout: .seconds(60))

    /// As the auditor, who reads the audit trail and nothing else.
    package static let auditing = TransactionContext(
        role: DatabaseRole("outreach_auditor"), searchPath: schemas, timeout: .seconds(600))
}
