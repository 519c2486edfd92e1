package import OutreachCore
package import Postgres
package import Store

/// Takes back the statement that two people are one.
///
/// What was recorded under either stays there, whenever it was recorded. Messages that went out under a number that
/// was only the other one's are asked back and held.
package struct UnmergePeople: RepeatableOperation {
    package static let name = "unmerge_people"
    package static let roles: Set<Role> = [.steward]

    /// Which merge is meant.
    package enum Target: Hashable, Codable, Sendable {
        case merge(MergeID)
        /// The one that joins these two directly.
        case people(PersonReference, PersonReference)
    }

    package let target: Target
    package let reason: String

    package init(_ target: Target, reason: String) {
        self.target = target
        self.reason = reason
    }

    package struct Outcome: Codable, Hashable, Sendable {
        package let merge: MergeID
        /// The people that the one person has become; one group still where other merges join them.
        package let groups: [[PersonID]]
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        guard !reason.isEmpty else { throw Refusal(.invalid, "An unmerge needs a reason. Say why the two are two.") }
        let outcome = try session.unmerge(openMerge(in: session), reason: reason, at: moment)
        let people = outcome.groups.flatMap(\.self)
        return Effect(
            outcome, audit: AuditEntry(Self.name, people: people, details: ["merge": outcome.merge.description]))
    }

    private func openMerge(in session: borrowing Session) throws -> OpenMerge {
        switch target {
        case .merge(let id):
            guard let found = try session.merge(id) else { throw Refusal.notFound("merge") }
            guard found.isOpen else { throw Refusal.unmergedAlready }
            return found.merge
        case .people(let one, let other):
            let pair = [try session.person(named: one), try session.person(named: other)]
            if let direct = try session.openMerges(between: pair).first { return direct }
            let group = try session.components(of: [pair[0]]).map(\.id)
            guard group.contains(pair[1]) else {
                throw Refusal(.conflict, "The two are not merged. Nothing was done.")
            }
            let merges = try session.openMerges(between: group).map(\.id.description).joined(separator: ", ")
            throw Refusal(
                .conflict, "The two are one only through others. Choose which merge to take back by its id: \(merges)")
        }
    }
}
