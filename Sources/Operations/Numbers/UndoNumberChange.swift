package import OutreachCore
package import Postgres
package import Store

/// Takes back an NHS number that was entered, or opens one again that was closed, by hand.
///
/// What a review decided is taken back there.
package struct UndoNumberChange: RepeatableOperation, PersonalData {
    package static let name = "undo_number_change"
    package static let roles: Set<Role> = [.steward]

    package let change: NumberChangeID
    package let reason: String

    package init(_ change: NumberChangeID, reason: String) {
        self.change = change
        self.reason = reason
    }

    package struct Outcome: Hashable, Codable, Sendable {
        package let change: NumberChangeID
        package let person: PersonID
        /// Whether the person has the number again, and not no longer.
        package let returned: Bool
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        let reason = try StatedReason(reason).text
        guard let seen = try session.numberChange(change) else { throw Refusal.notFound("change of a number") }
        let people = try session.lockComponents(of: seen.people).map(\.id)
        if let review = seen.review {
            throw refusal(of: people, "A review decided this. Take it back there: outreach review undo \(review)")
        }
        // It may have been taken back before the locks were ours.
        guard let change = try session.numberChange(change) else { throw Refusal.notFound("change of a number") }
        let undo = try NumberUndo(of: change, among: people, in: session)
        do {
            let effect = try undo.perform(reason: reason, evidence: "number change undone", in: session, at: moment)
            return Effect(
                Outcome(change: change.id, person: change.person, returned: effect.returned > 0),
                audit: AuditEntry(Self.name, people: people, details: ["change": change.id.description]))
        } catch let obstacle as NumberUndo.Obstacle {
            throw refusal(of: people, obstacle.sentence)
        }
    }

    private func refusal(of people: [PersonID], _ sentence: String) -> AuditedRefusal {
        AuditedRefusal(
            Refusal(.conflict, sentence),
            audit: AuditEntry(Self.name + "_refused", people: people, details: ["change": change.description]))
    }
}
