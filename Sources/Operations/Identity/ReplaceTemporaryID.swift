package import OutreachCore
package import Postgres
package import Store

/// Gives a new temporary ID for a card that was lost.
///
/// The old one names its successor and keeps resolving.
package struct ReplaceTemporaryID: RepeatableOperation {
    package static let name = "replace_temporary_id"
    package static let roles: Set<Role> = [.manager, .registrar, .administrator]

    package let temporaryID: String
    package let reason: String

    package init(_ temporaryID: String, reason: String = "card lost") {
        self.temporaryID = temporaryID
        self.reason = reason
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<IssuedID> {
        let reason = try StatedReason(reason)
        let held = try session.temporaryID(entered: temporaryID)
        var state = held.state
        try state.require(.replace)
        _ = try session.requireUnnumbered(held.person)
        let successor = try session.drawTemporaryID()
        // Closed before the other is opened: a person carries one card at a time.
        try session.replace(held.id, by: successor, reason: reason.text)
        try session.issue(successor, to: held.person)
        let entry = AuditEntry(
            Self.name, people: [held.person],
            details: ["temporary_id": held.id.canonical, "replaced_by": successor.canonical])
        return Effect(IssuedID(temporaryID: successor, person: held.person), audit: entry)
    }
}
