package import OutreachCore
package import Postgres
package import Store

/// Puts into the audit trail that an account looked for too many IDs that nobody holds: somebody may be guessing.
///
/// Once within ten minutes, however many instances of the service come to see it; the others are refused.
package struct ReportMissedLookups: Operation {
    package static let name = "lookup_misses_alert"
    package static let roles = CheckTemporaryID.roles

    /// Within which misses are counted, and told once.
    package static let window: Duration = .seconds(600)

    package init() {}

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Void> {
        let seconds = Double(Self.window.components.seconds)
        guard try session.claimMissAlert(of: member.account.fingerprint, within: seconds) else {
            throw Refusal(.conflict, "This was told already. Nothing was done.")
        }
        return Effect((), audit: AuditEntry(Self.name))
    }
}
