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
        guard people.0 != people.1 else {
            throw Refusal(.invalid, "Both name the same person. Name two different people.")
        }
        let before = try session.lockComponents(of: [people.0, people.1])
        let members = before.map(\.id)
        let groups = Dictionary(uniqueKeysWithValues: before.map { ($0.id, $0.golden ?? $0.id) })
        guard groups[people.0] != groups[people.1] else {
            throw Refusal(.conflict, "The two are already one person. Nothing was done.")
        }
        try refuseTwoNumbers(of: members, in: session)

        let settlement = try Settlement(of: members, in: session)
        let merge = NewMerge(people.0, people.1, rule: "steward", reason: reason)
        try session.open([merge])
        let golden = try session.relink(members).groups.first?.key ?? people.0
        try settlement.settle(in: session, evidence: "merge \(merge.mergeId)", at: moment)
        let warnings = DoseWarning.between(
            before.map { ($0.id, $0.golden ?? $0.id) }, doses: try session.vaccinations(of: members))
        let outcome = Outcome(merge: merge.mergeId, golden: golden, members: members, warnings: warnings)
        return Effect(
            outcome, audit: AuditEntry(Self.name, people: members, details: ["merge": merge.mergeId.description]))
    }

    private func refuseTwoNumbers(of members: [PersonID], in session: borrowing Session) throws {
        let numbers = try session.groupNumbers(of: members).values.joined().map(\.number)
        guard Set(numbers).count < 2 else {
            throw Refusal(
                .conflict,
                "The two have different NHS numbers. Find out whose each one is, close the wrong one, then merge.")
        }
    }
}
