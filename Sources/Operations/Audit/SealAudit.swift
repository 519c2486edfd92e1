package import OutreachCore
package import Postgres
package import Store

/// Chains what is not yet sealed because somebody asked for it, and enters that into the trail.
///
/// The schedule calls ``AuditTrail/seal()`` instead: an entry for each sealing would need the next sealing, for ever.
package struct SealAudit: Operation {
    package static let name = "seal_audit"
    package static let roles: Set<Role> = [.auditor]

    package init() {}

    /// A quarter of a million entries are sealed in some ten seconds.
    package var timeout: Duration? { .seconds(600) }

    /// Answers how many entries were sealed, its own not among them.
    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Int> {
        let sealed = try AuditTrail.seal(in: session)
        return Effect(sealed, audit: AuditEntry(Self.name, details: ["sealed": String(sealed)]))
    }
}
