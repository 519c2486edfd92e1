package import OutreachCore
package import Postgres
package import Store

/// Puts into the audit trail that an account looked for too many IDs that nobody holds: somebody may be guessing.
package struct ReportMissedLookups: Operation {
    package static let name = "lookup_misses_alert"
    package static let roles = CheckTemporaryID.roles

    package init() {}

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Void> {
        Effect((), audit: AuditEntry(Self.name))
    }
}
