package import OutreachCore
package import Postgres
package import Store

/// Says that two people of the register are one human.
///
/// Nothing moves: the merge is kept as it was stated, links follow from it, and ``UnmergePeople`` takes it back exactly.
package struct MergePeople: RepeatableOperation {
    package static let name = "merge_people"
    package static let roles: Set<Role> = [.steward]

    package let one: PersonReference
    package let other: PersonReference
    package let reason: String

    package init(_ one: PersonReference, _ other: PersonReference, reason: String) {
        self.one = one
        self.other = other
        self.reason = reason
    }

    package struct Outcome: Codable, Hashable, Sendable {
        package let merge: MergeID
        /// The person as whom the group is shown now.
        package let golden: PersonID
        package let members: [PersonID]
        /// Doses of the two that can hardly both have been given, or came too soon after one another.
        package let warnings: [DoseWarning]
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        let people = (try session.person(named: one), try session.person(named: other))
        guard !reason.isEmpty else { throw Refusal(.invalid, "A merge needs a reason. Say why the two are one.") }
        let outcome = try session.merge(people.0, people.1, reason: reason, at: moment)
        return Effect(
            outcome,
            audit: AuditEntry(Self.name, people: outcome.members, details: ["merge": outcome.merge.description]))
    }
}
