package import OutreachCore
package import Postgres
package import Store

/// Takes a temporary ID back: given to the wrong person, or a blank card that went astray.
///
/// It keeps resolving.
package struct RevokeTemporaryID: RepeatableOperation {
    package static let name = "revoke_temporary_id"
    package static let roles: Set<Role> = [.manager, .administrator]

    package let temporaryID: String
    package let reason: String

    package init(_ temporaryID: String, reason: String) {
        self.temporaryID = temporaryID
        self.reason = reason
    }

    package enum Outcome: String, Codable, Sendable {
        case revoked
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        let reason = try StatedReason(reason)
        let held = try session.temporaryID(entered: temporaryID)
        var state = held.state
        try state.require(.revoke)
        try session.revoke(held.id, reason: reason.text)
        let entry = AuditEntry(Self.name, people: [held.person], details: ["temporary_id": held.id.canonical])
        return Effect(.revoked, audit: entry)
    }
}
