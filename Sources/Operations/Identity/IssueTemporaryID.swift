package import OutreachCore
package import Postgres
package import Store

/// Gives a temporary ID to somebody whose ID was revoked, or who was enrolled without one.
package struct IssueTemporaryID: RepeatableOperation {
    package static let name = "issue_temporary_id"
    package static let roles: Set<Role> = [.manager, .administrator]

    package let worker: String

    /// - Parameter worker: The key of the person, or a temporary ID that the person carried before.
    package init(to worker: String) {
        self.worker = worker
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<IssuedID> {
        let person = try session.person(named: worker)
        guard try !session.requireUnnumbered(person).carriesCard else { throw Self.carriesCard }
        let id = try session.drawTemporaryID()
        do {
            try session.issue(id, to: person)
        } catch is AnotherCardIsLive {
            throw Self.carriesCard
        }
        let entry = AuditEntry(Self.name, people: [person], details: ["temporary_id": id.canonical])
        return Effect(IssuedID(temporaryID: id, person: person), audit: entry)
    }

    private static let carriesCard = Refusal(
        .conflict, "This worker has a temporary ID. Replace it where the card is lost.")
}
