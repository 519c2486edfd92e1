internal import OutreachCore
internal import Postgres
internal import Store

/// Opens a conflict for every number that the register holds and that the reference says is superseded, or of somebody
/// who has died.
///
/// A number that is held is never traced again, so nothing else would notice.
struct FindConflicts: Operation {
    static let name = "find_conflicts"
    static let roles: Set<Role> = [.steward]

    let lease: RunLease

    var timeout: Duration? { .seconds(120) }

    func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Int> {
        guard try session.hold(lease) else { throw Refusal.shutOut }
        let opened = try session.openConflicts(with: lease.reference, run: lease.run)
        return Effect(
            opened,
            audit: AuditEntry(Self.name, details: ["run": lease.run.description, "conflicts": String(opened)]))
    }
}
